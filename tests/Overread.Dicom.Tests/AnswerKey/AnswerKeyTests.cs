using Overread.Deidentification.Pseudonyms;
using Overread.Dicom.Deidentify;
using Overread.Dicom.Deidentify.Batch;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.PixelText;
using Overread.Dicom.Reading;

namespace Overread.Dicom.Tests.AnswerKey;

/// <summary>The pipeline, scored as MIDI-B scores and stricter; and the scorer, shown to see what it must see.</summary>
public sealed class AnswerKeyTests
{
    private static readonly DeidentificationPlan Plan = new(
        DeidentificationProfile.Basic,
        DeidentificationOptions.CleanDescriptors
            | DeidentificationOptions.CleanStructuredContent
            | DeidentificationOptions.RetainModifiedDates
            | DeidentificationOptions.RetainPatientCharacteristics
            | DeidentificationOptions.RetainSafePrivate
    );

    private static readonly KeyedSet Small = KeyedSet.Create(7, 3);

    private static readonly bool CanReadPixels =
        BurnedInImages.HasFonts
        && Array.Exists(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator),
            folder => File.Exists(Path.Combine(folder, "tesseract"))
        );

    private static int Patients => Environment.GetEnvironmentVariable("OVERREAD_TEST_ALL") == "1" ? 120 : 24;

    /// <summary>One set; two in ./test --all.</summary>
    public static TheoryData<int> Seeds =>
        Environment.GetEnvironmentVariable("OVERREAD_TEST_ALL") == "1" ? [1, 2] : [1];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_batch_scores_at_least_99_93_percent_and_nothing_is_left_elsewhere(int seed)
    {
        KeyedSet set = KeyedSet.Create(seed, Patients, CanReadPixels ? 8 : 0);
        KeyScore score = KeyScorer.Score(set, Batch(set));
        TestContext.Current.TestOutputHelper?.WriteLine($"{set.Instances.Count} objects: {score}");
        Assert.True(score.Share >= 0.9993, $"{score}\n{string.Join('\n', score.Failures)}");
        Assert.True(score.Elsewhere.Count == 0, string.Join('\n', score.Elsewhere.Take(20)));
        Assert.True(score.Actions.Count == (CanReadPixels ? 10 : 9) && score.Required > 10_000, score.ToString());
    }

    [Fact]
    public void The_untreated_set_fails_what_must_change_and_passes_what_must_stay()
    {
        KeyScore score = KeyScorer.Score(
            Small,
            Small.Instances.ToDictionary(i => i.SopInstanceUid, i => (i.Name, i.Bytes))
        );
        foreach (
            KeyAction action in (KeyAction[])
                [KeyAction.TextRemoved, KeyAction.DateShifted, KeyAction.UidChanged, KeyAction.PatientIdConsistent]
        )
        {
            Assert.Equal(0, score.Actions[action].Passed);
        }

        foreach (
            KeyAction action in (KeyAction[])[KeyAction.TagRetained, KeyAction.TextRetained, KeyAction.PixelsRetained]
        )
        {
            Assert.Equal(score.Actions[action].Required, score.Actions[action].Passed);
        }

        Assert.NotEmpty(score.Elsewhere);
    }

    [Fact]
    public void Names_left_in_the_pixels_fail()
    {
        Assert.SkipUnless(CanReadPixels, "no tesseract (package tesseract-ocr) or no fonts (package fonts-dejavu)");
        KeyedSet set = KeyedSet.Create(7, 1, 1);
        KeyScore score = KeyScorer.Score(
            set,
            set.Instances.ToDictionary(i => i.SopInstanceUid, i => (i.Name, i.Bytes))
        );
        (int passed, int required) = score.Actions[KeyAction.PixelsHidden];
        Assert.True(required >= 4 && passed <= required / 3, score.ToString());
    }

    [Fact]
    public void A_missing_file_fails_every_check_of_it()
    {
        Dictionary<string, (string, byte[])> outputs = Rewritten();
        int all = KeyScorer.Score(Small, outputs).Actions.Values.Sum(pair => pair.Passed);
        outputs.Remove(Small.Instances[0].SopInstanceUid);
        KeyScore score = KeyScorer.Score(Small, outputs);
        Assert.Equal(all - Small.Instances[0].Checks.Count, score.Actions.Values.Sum(pair => pair.Passed));
    }

    [Theory]
    [InlineData(KeyAction.DateShifted, 0x00080020u, "")]
    [InlineData(KeyAction.DateShifted, 0x00080020u, "20110102")]
    [InlineData(KeyAction.UidConsistent, 0x0020000Du, "")]
    [InlineData(KeyAction.UidConsistent, 0x0020000Du, "2.25.1234")]
    [InlineData(KeyAction.PatientIdConsistent, 0x00100020u, "P1")]
    [InlineData(KeyAction.TextRetained, 0x00080060u, "XX")]
    public void What_a_lenient_scorer_lets_pass_fails(KeyAction action, uint tag, string value)
    {
        Dictionary<string, (string, byte[])> outputs = Rewritten();
        string last = Small.Instances[^1].SopInstanceUid;
        using DicomFile file = DicomFile.Read(outputs[last].Item2);
        if (value.Length == 0)
        {
            file.Dataset.Remove(new Tag(tag));
        }
        else
        {
            file.Dataset.Set(new Tag(tag), value);
        }

        outputs[last] = ("x", Samples.Bytes(new DicomFile(file.Dataset)));
        int after = KeyScorer.Score(Small, outputs).Actions[action].Passed;
        Assert.Equal(KeyScorer.Score(Small, Rewritten()).Actions[action].Passed - 1, after);
    }

    [Fact]
    public void A_name_in_an_attribute_that_the_key_does_not_mention_is_found()
    {
        Dictionary<string, (string, byte[])> outputs = Rewritten();
        KeyedInstance instance = Small.Instances[0];
        using DicomFile file = DicomFile.Read(outputs[instance.SopInstanceUid].Item2);
        file.Dataset.Set(new Tag(0x00324000), Vr.LT, $"for {Small.Patients[0].Surname}");
        outputs[instance.SopInstanceUid] = ("x", Samples.Bytes(new DicomFile(file.Dataset)));
        Assert.Single(KeyScorer.Score(Small, outputs).Elsewhere);
    }

    private static Dictionary<string, (string Path, byte[] Bytes)> Rewritten()
    {
        DatasetRewriter rewriter = new(Plan, Samples.Key);
        return Small.Instances.ToDictionary(
            instance => instance.SopInstanceUid,
            instance =>
            {
                using DicomFile file = DicomFile.Read(instance.Bytes);
                return ("x", Samples.Bytes(rewriter.Rewrite(file).Output!));
            }
        );
    }

    /// <summary>Through the batch that the command line runs, with its residual check, into a folder and back.</summary>
    private static Dictionary<string, (string Path, byte[] Bytes)> Batch(KeyedSet set)
    {
        string folder = Directory.CreateTempSubdirectory("overread-key-").FullName;
        try
        {
            DeidentificationBatch batch = new(
                Plan,
                Samples.Key,
                folder,
                new BatchOptions
                {
                    Jobs = 2,
                    Pixels = PixelStep.Blank,
                    TextEngine = TextEngine.Shared,
                }
            );
            BatchReport report = batch.Run([
                .. set.Instances.Select(instance => new BatchSource(
                    instance.Name,
                    instance.Bytes.Length,
                    () => ByteSource.FromMemory(instance.Bytes)
                )),
            ]);
            Assert.True(
                set.Instances.Count == report.Written,
                $"{report.Written} of {set.Instances.Count} written; refused {string.Join(", ", report.Refused)}; left {string.Join(", ", report.Residuals)}"
            );
            UidPseudonyms uids = new(Samples.Key);
            Dictionary<string, string> sources = set.Instances.ToDictionary(
                instance => uids.Replace(instance.SopInstanceUid),
                instance => instance.SopInstanceUid
            );
            Dictionary<string, (string, byte[])> outputs = [];
            foreach (string path in Directory.EnumerateFiles(folder, "*.dcm", SearchOption.AllDirectories))
            {
                byte[] bytes = File.ReadAllBytes(path);
                using DicomFile file = DicomFile.Read(bytes);
                outputs.Add(sources[file.SopInstanceUid], (Path.GetRelativePath(folder, path), bytes));
            }

            return outputs;
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }
}
