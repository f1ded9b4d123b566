using Overread.Dicom.Deidentify;
using Overread.Dicom.Deidentify.Plans;
using static Overread.Dicom.Tests.Tables.DocumentTable;

namespace Overread.Dicom.Tests.Tables;

/// <summary>
/// What dciodvfy says of every readable file before and after, by folder and plan. Errors count once per file and kind, without
/// values and numbers.
/// </summary>
public sealed class ValidityTableTests
{
    private static readonly (string Name, DeidentificationPlan Plan)[] Plans =
    [
        ("basic", new(DeidentificationProfile.Basic)),
        (
            "basic, all options",
            new(
                DeidentificationProfile.Basic,
                Enum.GetValues<DeidentificationOptions>().Aggregate((all, one) => all | one)
                    & ~DeidentificationOptions.RetainFullDates
            )
        ),
        ("strict", new(DeidentificationProfile.Strict)),
        ("gate", DeidentificationPlan.Gate),
    ];

    [Fact]
    public void Dciodvfy_has_no_new_error_in_any_plan()
    {
        Assert.SkipUnless(
            Writes || Environment.GetEnvironmentVariable("OVERREAD_TEST_ALL") == "1",
            "some minutes: ./test --all, and FidelityTests in short"
        );
        List<string> lines =
        [
            Row("folder", "plan", "outputs", "errors before", "errors after", "gone", "new"),
            Row("---", "---", "---:", "---:", "---:", "---:", "---:"),
        ];
        List<string> added = [];
        foreach ((string name, DeidentificationPlan plan) in Plans)
        {
            foreach (string folder in FidelityTests.Folders)
            {
                lines.Add(Measure(folder, name, plan, added));
            }
        }

        Write("validity.md", "errors", lines);
        Assert.True(added.Count == 0, string.Join('\n', added));
    }

    private static string Measure(string folder, string name, DeidentificationPlan plan, List<string> added)
    {
        int outputs = 0;
        int before = 0;
        int after = 0;
        int gone = 0;
        int fresh = 0;
        DatasetRewriter rewriter = new(plan, Samples.Key);
        string output = Path.GetTempFileName();
        try
        {
            foreach (string path in FidelityTests.EveryFile(folder))
            {
                using DicomFile file = DicomFile.Read(path);
                if (rewriter.Rewrite(file).Output is not { } rewritten)
                {
                    continue;
                }

                rewritten.Write(output);
                HashSet<string> was = FidelityTests.Errors(path);
                if (was.Any(error => error.Contains("Tags out of order", StringComparison.Ordinal)))
                {
                    // It stops there and has not looked at the attributes.
                    continue;
                }

                HashSet<string> now = FidelityTests.Errors(output);
                outputs++;
                before += was.Count;
                after += now.Count;
                gone += was.Except(now).Count();
                fresh += now.Except(was).Count();
                added.AddRange(now.Except(was).Select(error => $"{name}: {path}: {error}"));
            }
        }
        finally
        {
            File.Delete(output);
        }

        return Row(folder, name, outputs, before, after, gone, fresh);
    }
}
