using System.Text;
using Overread.Dicom.Deface;
using Overread.Dicom.Deidentify;
using Overread.Dicom.Phantoms;

namespace Overread.Dicom.Tests;

/// <summary>The table of docs/conformance/heads.md, row by row.</summary>
public sealed class HeadTableTests
{
    private static readonly Lazy<bool> Skull = new(() =>
        HasSkull(new HeadPhantom(FaceRemovalTests.Options("CT Axial 4")).Files)
    );

    private static readonly Lazy<bool> Chest = new(() =>
        HasSkull(new ChestCtPhantom(new ChestCtOptions { Size = 128, Slices = 60 }).Slices)
    );

    public static TheoryData<string> Rows
    {
        get
        {
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Overread.slnx")))
            {
                folder = folder.Parent;
            }

            string path = Path.Combine(folder!.FullName, "docs", "conformance", "heads.md");
            // The tables behind the first heading of their own are measurements.
            return
            [
                .. File.ReadLines(path)
                    .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
                    .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
                    .Skip(2),
            ];
        }
    }

    [Fact]
    public void The_table_has_sixty_rows_or_more() => Assert.True(Rows.Count >= 60, $"{Rows.Count}");

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_row_holds(string row)
    {
        string[] cells = [.. row.Trim('|').Split('|').Select(c => c.Trim() is "–" ? "" : c.Trim())];
        Dataset d = new();
        d.Set(Tags.SpecificCharacterSet, "ISO_IR 192");
        d.Set(
            Tags.SopClassUid,
            cells[0].ToUpperInvariant() switch
            {
                "MR" => "1.2.840.10008.5.1.4.1.1.4",
                "PT" => "1.2.840.10008.5.1.4.1.1.128",
                "CT" => "1.2.840.10008.5.1.4.1.1.2",
                "US" => "1.2.840.10008.5.1.4.1.1.6.1",
                _ => "1.2.840.10008.5.1.4.1.1.1",
            }
        );
        d.Set(Tags.SopInstanceUid, "1.2.3");
        d.Set(Tags.Modality, Vr.CS, cells[0]);
        if (cells[1].Length > 0)
        {
            d.Set(Tags.BodyPartExamined, Vr.CS, cells[1]);
        }

        d.Set(new Element(Tags.StudyDescription, Vr.LO, Element.Padded(Vr.LO, Encoding.UTF8.GetBytes(cells[2]))));
        Besides(d, cells[3]);
        d.Set(Tags.Rows, (ushort)1);
        d.Set(Tags.Columns, (ushort)1);
        d.Set(new Element(Tags.PixelData, Vr.OW, new byte[2]));
        using DicomFile file = DicomFile.Read(Samples.Bytes(new DicomFile(d)));
        bool header = ReviewRules.Assess(file).Contains(ReviewReason.FaceMayBeReconstructed);
        bool volume =
            cells[0] == "CT"
            && cells[4] switch
            {
                "skull" => Skull.Value,
                "chest" => Chest.Value,
                _ => false,
            };
        Assert.Equal(cells[5], header || volume ? "yes" : "no");
    }

    private static void Besides(Dataset d, string what)
    {
        string[] words = what.Split(' ');
        if (words[0] == "code")
        {
            Dataset region = [];
            region.Set(Tags.CodingSchemeDesignator, Vr.SH, words[1]);
            region.Set(Tags.CodeValue, Vr.SH, words[2]);
            d.Set(new Tag(0x00082218), region);
        }
        else if (words[0] == "frames")
        {
            d.Set(Tags.NumberOfFrames, Vr.IS, words[1]);
            d.Set(Tags.SliceThickness, Vr.DS, words[3]);
        }
    }

    private static bool HasSkull(IEnumerable<DicomFile> files) =>
        SeriesFaces.SearchSkull([.. files.Select(file => (Func<DicomFile>)(() => file))]) == SkullSearch.Skull;
}
