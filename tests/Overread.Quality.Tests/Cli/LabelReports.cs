using System.Globalization;
using System.Text;
using System.Text.Json;
using Overread.Imaging.Nifti;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Cli;

/// <summary><c>set-report</c>, and <c>label-issues</c> of boxes and masks, as they are typed.</summary>
public sealed class LabelReports
{
    [Fact]
    public void One_table_of_a_set()
    {
        using Tool tool = new();
        SeededRandom random = new(6);
        StringBuilder labels = new("item,label,benign,malignant\n");
        StringBuilder features = new("item,a,b\n");
        StringBuilder reads = new("item,reader,label\n");
        for (int i = 0; i < 200; i++)
        {
            bool truth = i % 4 == 0;
            bool wrong = i is 17 or 40 or 41;
            double p = truth ? 0.95 : 0.05;
            string given = truth != wrong ? "malignant" : "benign";
            labels.Append(CultureInfo.InvariantCulture, $"i{i},{given},{1 - p},{p}\n");

            // i99 is a copy of i98; i150 is like nothing else.
            double at =
                i == 99 ? 98
                : i == 150 ? 5000
                : i;
            features.Append(
                CultureInfo.InvariantCulture,
                $"i{i},{at},{(i == 99 ? 1 : Math.Round(random.NextDouble(), 3))}\n"
            );
            reads.Append(CultureInfo.InvariantCulture, $"i{i},good,{(truth ? "malignant" : "benign")}\n");
            reads.Append(CultureInfo.InvariantCulture, $"i{i},poor,{(i % 3 == 0 ? "malignant" : "benign")}\n");
        }

        (string l, string f, string r) = (
            tool.Write("l.csv", labels.ToString()),
            tool.Write("f.csv", features.ToString()),
            tool.Write("r.csv", reads.ToString())
        );
        (int code, string output, string error) = tool.Run(
            "set-report",
            l,
            "--features",
            f,
            "--within",
            "1.5",
            "--reads",
            r,
            "--json"
        );
        Assert.True(code == 0, error);
        Dictionary<string, JsonElement> checks = JsonDocument
            .Parse(output)
            .RootElement.GetProperty("checks")
            .EnumerateArray()
            .ToDictionary(check => check.GetProperty("check").GetString()!);
        Assert.Equal(
            [
                "label issues",
                "noise rate",
                "rarest category",
                "near duplicates",
                "outliers",
                "order",
                "reader good",
                "reader poor",
            ],
            checks.Keys
        );
        Assert.Equal(3, checks["label issues"].GetProperty("found").GetInt32());
        Assert.Equal(0.015, checks["noise rate"].GetProperty("value").GetDouble(), 1e-9);
        Assert.True(checks["noise rate"].GetProperty("high").GetDouble() > 0.015);
        Assert.Contains(
            "malignant",
            checks["rarest category"].GetProperty("words").GetString(),
            StringComparison.Ordinal
        );
        Assert.True(checks["near duplicates"].GetProperty("found").GetInt32() >= 1);
        Assert.Contains("i150", checks["outliers"].GetProperty("words").GetString(), StringComparison.Ordinal);
        Assert.Equal(0.001, checks["order"].GetProperty("value").GetDouble());
        Assert.True(
            checks["reader good"].GetProperty("value").GetDouble()
                > checks["reader poor"].GetProperty("value").GetDouble()
        );
        Assert.Contains("100 of 100", checks["reader good"].GetProperty("words").GetString(), StringComparison.Ordinal);

        string text = tool.Run("set-report", l).Output;
        Assert.Contains("label issues: Look first at", text, StringComparison.Ordinal);
        Assert.DoesNotContain("outliers", text, StringComparison.Ordinal);
        Assert.StartsWith(
            "check,found,value,low,high,words",
            tool.Run("set-report", l, "--csv").Output,
            StringComparison.Ordinal
        );

        string other = tool.Write("o.csv", "item,a\nx,1\ny,2\nz,3\nw,4\n");
        Assert.Contains(
            "none of its items",
            tool.Run("set-report", l, "--features", other).Error,
            StringComparison.Ordinal
        );
        string stranger = tool.Write("s.csv", "item,reader,label\ni1,a,odd\n");
        (code, _, error) = tool.Run("set-report", l, "--reads", stranger);
        Assert.Equal(2, code);
        Assert.Contains("line 2: the label 'odd' has no column", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Boxes_by_a_model_and_by_the_other_readers()
    {
        using Tool tool = new();
        StringBuilder boxes = new("item,reader,label,x0,y0,x1,y1,score\n");
        for (int i = 0; i < 12; i++)
        {
            foreach (string reader in (string[])["ann", "ben", "cyd", "detector"])
            {
                bool lost = i == 5 && reader == "ann";
                string label = i == 7 && reader == "ben" ? "cyst" : "nodule";
                string at = lost ? ",,,,," : $"{label},10,10,40,40,{(reader == "detector" ? "0.9" : "")}";
                boxes.Append(CultureInfo.InvariantCulture, $"c{i},{reader},{at}\n");
            }
        }

        string file = tool.Write("b.csv", boxes.ToString());
        foreach (
            string[] judge in (string[][])
                [
                    ["--model", "detector"],
                    [],
                ]
        )
        {
            (int code, string output, string error) = tool.Run([
                "label-issues",
                file,
                "--kind",
                "boxes",
                "--json",
                .. judge,
            ]);
            Assert.True(code == 0, error);
            JsonElement[] issues = [.. JsonDocument.Parse(output).RootElement.GetProperty("issues").EnumerateArray()];
            Assert.Contains(
                issues,
                one =>
                    one.GetProperty("item").GetString() == "c5 by ann"
                    && one.GetProperty("label").GetString() == "nothing"
                    && one.GetProperty("suggested").GetString() == "nodule at 10,10,40,40"
            );
            if (judge.Length > 0)
            {
                Assert.Equal(2, issues.Length);
                Assert.Contains(
                    issues,
                    one =>
                        one.GetProperty("item").GetString() == "c7 by ben"
                        && one.GetProperty("label").GetString() == "cyst at 10,10,40,40"
                        && Math.Abs(one.GetProperty("quality").GetDouble() - 0.1) < 1e-9
                );
            }
        }

        Assert.Contains(
            "1 seem missing, 1 of another category, 0 moved",
            tool.Run("label-issues", file, "--kind", "boxes", "--model", "detector").Output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "there is no such reader",
            tool.Run("label-issues", file, "--kind", "boxes", "--model", "x").Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "--model is for --kind boxes",
            tool.Run("label-issues", file, "--model", "x").Error,
            StringComparison.Ordinal
        );
        string spans = tool.Write("p.csv", "item,reader,start,end\na,b,1,2\n");
        Assert.Contains(
            "the marks are spans",
            tool.Run("label-issues", spans, "--kind", "boxes").Error,
            StringComparison.Ordinal
        );
        string odd = tool.Write("q.csv", "item,reader,x0,y0,x1,y1,score\na,b,1,1,2,2,7\n");
        Assert.Contains(
            "line 2: '7' in the column 'score' is no score",
            tool.Run("label-issues", odd, "--kind", "boxes").Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Masks_by_a_model_and_by_the_other_readers()
    {
        using Tool tool = new();
        StringBuilder reads = new("item,reader,mask\n");
        StringBuilder model = new("item,mask,model\n");
        for (int item = 0; item < 12; item++)
        {
            foreach (string reader in (string[])["ann", "ben", "cyd"])
            {
                byte[] voxels = new byte[1000];
                int edge = 6 + (reader == "ben" ? item % 2 : 0);
                for (int voxel = 0; voxel < 1000; voxel++)
                {
                    bool inside = voxel % 10 < edge && voxel / 10 % 10 < 6;
                    bool lost = item == 4 && reader == "ann" && voxel % 10 > 1;
                    voxels[voxel] = inside && !lost ? (byte)1 : (byte)0;
                }

                using FileStream stream = File.Create(tool.At($"m{item}{reader}.nii"));
                NiftiVolume.FromBytes(voxels, 10, 10, 10, [1, 1, 1]).WriteLike(stream, voxels, compressed: false);
                reads.Append(CultureInfo.InvariantCulture, $"c{item},{reader},m{item}{reader}.nii\n");
            }

            model.Append(CultureInfo.InvariantCulture, $"c{item},m{item}ann.nii,m{item}cyd.nii\n");
        }

        foreach (
            (string name, string rows) in ((string, string)[])
                [("c4 by ann", reads.ToString()), ("c4", model.ToString())]
        )
        {
            (int code, string output, string error) = tool.Run(
                "label-issues",
                tool.Write("m.csv", rows),
                "--kind",
                "masks",
                "--json"
            );
            Assert.True(code == 0, error);
            JsonElement worst = JsonDocument.Parse(output).RootElement.GetProperty("issues")[0];
            Assert.Equal(name, worst.GetProperty("item").GetString());
            Assert.Equal("120 voxels", worst.GetProperty("label").GetString());
            Assert.Equal("240 voxels more, 0 less", worst.GetProperty("suggested").GetString());
        }

        Assert.Contains(
            "the columns item, mask and model",
            tool.Run("label-issues", tool.Write("x.csv", "item,mask\na,b\n"), "--kind", "masks").Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "line 2: the name of a mask",
            tool.Run("label-issues", tool.Write("y.csv", "item,mask,model\na,,b\n"), "--kind", "masks").Error,
            StringComparison.Ordinal
        );
        string one = tool.Write("z.csv", "item,reader,mask\na,r,m0ann.nii\n");
        Assert.Contains(
            "has one mask only",
            tool.Run("label-issues", one, "--kind", "masks").Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Sentences_say_what_the_interval_allows()
    {
        using Tool tool = new();
        StringBuilder few = new("item,reader,label\n");
        StringBuilder many = new("item,reader,label\n");
        for (int i = 0; i < 300; i++)
        {
            string common = i % 50 == 0 ? "yes" : "no";
            many.Append(
                CultureInfo.InvariantCulture,
                $"i{i},a,{common}\ni{i},b,{(i is 0 or 7 or 50 ? "yes" : "no")}\n"
            );
            if (i < 6)
            {
                few.Append(
                    CultureInfo.InvariantCulture,
                    $"i{i},a,{(i < 3 ? "yes" : "no")}\ni{i},b,{(i % 2 == 0 ? "yes" : "no")}\n"
                );
            }
        }

        string small = tool.Run("agreement", tool.Write("few.csv", few.ToString())).Output;
        Assert.Contains(
            "cannot be concluded that readers agree better than by chance",
            small,
            StringComparison.Ordinal
        );
        string large = tool.Run("agreement", tool.Write("many.csv", many.ToString())).Output;
        Assert.Contains(
            "Two readers give an item the same answer about 98 times in 100",
            large,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "98 of 100 labels are no: kappa is low partly because the rest is rare",
            large,
            StringComparison.Ordinal
        );
        JsonElement first = JsonDocument
            .Parse(tool.Run("agreement", tool.At("many.csv"), "--json").Output)
            .RootElement.GetProperty("coefficients")[0];
        Assert.Contains("times in 100", first.GetProperty("words").GetString(), StringComparison.Ordinal);
    }
}
