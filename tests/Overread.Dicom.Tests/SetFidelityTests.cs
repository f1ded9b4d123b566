using Overread.Deidentification.Dates;
using Overread.Dicom.Deidentify;

namespace Overread.Dicom.Tests;

/// <summary>What holds between the objects of a set holds between their outputs: references, and days of one patient.</summary>
public sealed class SetFidelityTests
{
    private static readonly Tag Irradiation = new(0x00083010);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_reference_that_resolved_still_does(int plan)
    {
        DatasetRewriter rewriter = new(FidelityTests.Plans[plan], Samples.Key);
        HashSet<string> before = [];
        HashSet<string> after = [];
        List<(string Path, List<string> Before, List<string> After)> references = [];
        // Every file: a fifth of a set refers to what is not in it.
        foreach (string path in AllFiles())
        {
            using DicomFile file = DicomFile.Read(path);
            if (rewriter.Rewrite(file).Output is not { } output)
            {
                continue;
            }

            before.Add(file.SopInstanceUid);
            after.Add(output.SopInstanceUid);
            references.Add((path, References(file.Dataset), References(output.Dataset)));
        }

        int resolved = 0;
        foreach ((string path, List<string> source, List<string> kept) in references)
        {
            Assert.All(
                source.Where(before.Contains).Select(rewriter.Uids.Replace),
                uid =>
                {
                    // The basic profile removes some sequences of references (X); what it keeps must resolve.
                    if (kept.Contains(uid))
                    {
                        resolved++;
                        Assert.True(after.Contains(uid), path);
                    }
                }
            );
            // Nothing that is kept is an old identifier.
            Assert.DoesNotContain(
                kept,
                uid => before.Contains(uid) && !uid.StartsWith("1.2.840.10008.", StringComparison.Ordinal)
            );
        }

        Assert.Equal(before.Count, after.Count);
        Assert.True(resolved > 50, $"{resolved} references resolved");
    }

    [Fact]
    public void All_days_of_one_patient_move_by_one_offset()
    {
        DatasetRewriter rewriter = new(FidelityTests.Plans[1], Samples.Key);
        Dictionary<string, HashSet<int>> offsets = [];
        int dates = 0;
        foreach (string path in AllFiles())
        {
            using DicomFile file = DicomFile.Read(path);
            if (rewriter.Rewrite(file).Output is { } output)
            {
                HashSet<int> own = offsets.TryGetValue(
                    output.Dataset.GetText(Tags.PatientId) ?? path,
                    out HashSet<int>? known
                )
                    ? known
                    : offsets[output.Dataset.GetText(Tags.PatientId) ?? path] = [];
                dates += Offsets(file.Dataset, output.Dataset, own);
            }
        }

        Assert.True(dates > 500, $"{dates} dates");
        Assert.All(offsets, pair => Assert.True(pair.Value.Count <= 1, $"{pair.Key}: {string.Join(',', pair.Value)}"));
        Assert.All(offsets.Values.SelectMany(own => own), o => Assert.InRange(o, DateOffset.Fewest, DateOffset.Most));
    }

    private static IEnumerable<string> AllFiles() =>
        FidelityTests.Folders.SelectMany(folder =>
            Directory.EnumerateFiles(Samples.Shared(folder), "*", SearchOption.AllDirectories)
        );

    private static List<string> References(Dataset dataset)
    {
        List<string> references = [];
        foreach (Element element in dataset.Elements)
        {
            if (element.Tag == Tags.ReferencedSopInstanceUid || element.Tag == Irradiation)
            {
                references.AddRange(dataset.GetTexts(element.Tag));
            }

            foreach (Dataset item in element.Items ?? [])
            {
                references.AddRange(References(item));
            }
        }

        return references;
    }

    private static int Offsets(Dataset before, Dataset after, HashSet<int> offsets)
    {
        int count = 0;
        foreach (Element element in before.Elements)
        {
            if (
                element.Vr == Vr.DA
                && Day(before.GetText(element.Tag)) is { } old
                && Day(after.GetText(element.Tag)) is { } moved
            )
            {
                offsets.Add(old - moved);
                count++;
            }

            IReadOnlyList<Dataset> items = after.GetItems(element.Tag);
            for (int i = 0; i < Math.Min(items.Count, element.Items?.Count ?? 0); i++)
            {
                count += Offsets(element.Items![i], items[i], offsets);
            }
        }

        return count;
    }

    private static int? Day(string? text) =>
        DateOnly.TryParseExact(
            text,
            "yyyyMMdd",
            System.Globalization.CultureInfo.InvariantCulture,
            default,
            out DateOnly day
        )
            ? day.DayNumber
            : null;
}
