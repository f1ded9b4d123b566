using System.Globalization;
using Overread.Dicom.Deidentify;
using Overread.Dicom.Deidentify.Plans;

namespace Overread.Dicom.Tests;

/// <summary>A token in every attribute of table E.1-1, at three depths, and elsewhere: none may be left.</summary>
public sealed class PlantTests
{
    private static readonly PlantedFile Planted = PlantedFile.Create();

    [Fact]
    public void The_untreated_file_has_every_token()
    {
        Assert.True(Planted.Tokens.Count > 1800, $"{Planted.Tokens.Count} tokens");
        var missing = Planted.Tokens.Select(t => (t.Place, t.Tag, t.Depth)).Except(Planted.Left(Planted.Bytes));
        Assert.Equal([], missing.Select(Show));
    }

    [Theory]
    [InlineData(DeidentificationProfile.Basic)]
    [InlineData(DeidentificationProfile.Strict)]
    public void Without_options_nothing_is_left(DeidentificationProfile profile)
    {
        byte[] output = Run(new DeidentificationPlan(profile));
        Assert.Equal([], Planted.Left(output).Select(Show));
    }

    [Theory]
    [MemberData(nameof(AllOptions))]
    public void Each_option_leaves_what_its_column_allows_and_no_more(DeidentificationOptions option)
    {
        byte[] output = Run(new DeidentificationPlan(DeidentificationProfile.Basic, option));
        // Read from the source table itself, so that the test does not repeat what the library made of it.
        Dictionary<uint, string> column = Column(option);
        foreach ((string place, Tag tag, int depth) in Planted.Left(output))
        {
            string allowed = column.GetValueOrDefault(tag.Value, "");
            Vr vr = AttributeRegistry.VrOf(tag);
            bool may =
                allowed == "K"
                // Whole days leave a time of day as it is; numbers and codes of a patient hold no text to clean.
                || allowed == "C" && vr is Vr.TM or Vr.CS or Vr.DS or Vr.AS or Vr.IS or Vr.FD or Vr.US
                || option == DeidentificationOptions.RetainUids && vr == Vr.UI;
            Assert.True(may && place == "E.1-1", $"{place} {Show((place, tag, depth))} {allowed}");
        }
    }

    [Fact]
    public void What_an_option_keeps_is_there()
    {
        foreach (DeidentificationOptions option in Enum.GetValues<DeidentificationOptions>())
        {
            HashSet<uint> left =
            [
                .. Planted
                    .Left(Run(new(DeidentificationProfile.Basic, option)))
                    .Where(p => p.Depth == 0)
                    .Select(p => p.Tag.Value),
            ];
            foreach (
                (uint tag, string action) in Column(option).Where(pair => pair.Value == "K" && pair.Key > 0x00080000)
            )
            {
                if (
                    Planted.Tokens.Any(t => t.Tag.Value == tag && t.Depth == 0)
                    // A code string that is no term of the standard goes whatever keeps its attribute (CodeStringTests).
                    && AttributeRegistry.VrOf(new Tag(tag)) is not (Vr.SQ or Vr.CS)
                )
                {
                    Assert.True(left.Contains(tag) || tag == 0x00880140, $"{option} {new Tag(tag)} {action}");
                }
            }
        }
    }

    public static TheoryData<DeidentificationOptions> AllOptions =>
        [.. Enum.GetValues<DeidentificationOptions>().Where(option => option != DeidentificationOptions.None)];

    private static byte[] Run(DeidentificationPlan plan)
    {
        using MemoryStream output = new();
        DeidentificationAccount account = Rewriter.Deidentify(
            new MemoryStream(Planted.Bytes),
            plan,
            Samples.Key,
            output
        );
        Assert.Equal(Refusal.None, account.Refusal);
        return output.ToArray();
    }

    private static string Show((string Place, Tag Tag, int Depth) left) =>
        $"{left.Place} {left.Tag} {AttributeRegistry.KeywordOf(left.Tag)} {AttributeRegistry.VrOf(left.Tag)} at {left.Depth}";

    private static Dictionary<uint, string> Column(DeidentificationOptions option)
    {
        string? name = option switch
        {
            DeidentificationOptions.CleanDescriptors => "cleanDescOpt",
            DeidentificationOptions.CleanGraphics => "cleanGraphOpt",
            DeidentificationOptions.CleanStructuredContent => "cleanStructContOpt",
            DeidentificationOptions.RetainDeviceIdentity => "rtnDevIdOpt",
            DeidentificationOptions.RetainInstitutionIdentity => "rtnInstIdOpt",
            DeidentificationOptions.RetainFullDates => "rtnLongFullDatesOpt",
            DeidentificationOptions.RetainModifiedDates => "rtnLongModifDatesOpt",
            DeidentificationOptions.RetainPatientCharacteristics => "rtnPatCharsOpt",
            DeidentificationOptions.RetainSafePrivate => "rtnSafePrivOpt",
            DeidentificationOptions.RetainUids => "rtnUIDsOpt",
            _ => null,
        };
        if (name is null)
        {
            return [];
        }

        string[] lines = File.ReadAllLines(Samples.Shared(Path.Combine("standards", "dicom-ps3.15-e1.1.tsv")));
        int index = Array.IndexOf(lines[0].Split('\t'), name);
        Dictionary<uint, string> column = [];
        foreach (
            string[] fields in lines.Skip(1).Select(line => line.Split('\t')).Where(fields => fields.Length > index)
        )
        {
            string digits = fields[0].Trim('(', ')').Replace(",", "", StringComparison.Ordinal);
            if (uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint tag))
            {
                column[tag] = fields[index].Trim();
            }
        }

        return column;
    }
}
