using Overread.Dicom.Pixels;
using Overread.Dicom.PixelText;

namespace Overread.Dicom.Tests;

/// <summary>Text in pixels is found, and nothing readable is left where it was blanked.</summary>
public sealed class BurnedInTextTests
{
    private static readonly TextFinder Finder = new(TextEngine.Shared);

    /// <summary>
    /// Only what was proposed is blanked, so that the figures are the finder's own. What is left is judged by reading alone:
    /// every word that tesseract still reads where a word was burned in.
    /// </summary>
    [Fact]
    public void On_generated_images_words_are_found_and_none_is_readable_after_blanking()
    {
        int images = Environment.GetEnvironmentVariable("OVERREAD_TEST_ALL") == "1" ? 500 : 12;
        images = int.TryParse(Environment.GetEnvironmentVariable("OVERREAD_TEXT_IMAGES"), out int wished)
            ? wished
            : images;
        int words = 0;
        int found = 0;
        int proposals = 0;
        int right = 0;
        int left = 0;
        Lock gate = new();
        List<string> missed = [];
        Parallel.For(
            0,
            images,
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            seed =>
            {
                (DicomFile file, List<BurnedInWord> truth) = BurnedInImages.Create(seed);
                IReadOnlyList<TextProposal> proposed = Find(file);
                List<PixelBox> blank = [.. proposed.Select(Padded)];
                Assert.True(
                    PixelBlanker.TryBlank(file, blank, out DicomFile blanked, out Finding? problem),
                    $"{problem}"
                );
                int readable = PageReader.Readable(blanked, truth).Count;
                lock (gate)
                {
                    words += truth.Count;
                    found += truth.Count(word => Covered(word.Box, blank) >= 0.9);
                    proposals += proposed.Count;
                    right += proposed.Count(p => truth.Exists(word => word.Box.Overlap(p.Box) > 0));
                    left += readable;
                    missed.AddRange(
                        truth
                            .Where(word => Covered(word.Box, blank) < 0.9)
                            .Select(word => $"{seed}: {word.Text} {word.Box} {Covered(word.Box, blank):P0}")
                    );
                }
            }
        );

        double recall = (double)found / words;
        double precision = proposals == 0 ? 0 : (double)right / proposals;
        string figures =
            $"burned-in text: {images} images, {words} words, recall {recall:P1}, precision {precision:P1}, readable after blanking {left}";
        TestContext.Current.TestOutputHelper?.WriteLine($"{figures}\n{string.Join('\n', missed.Take(60))}");
        Console.Error.WriteLine(figures);
        Assert.True(left == 0, figures);
        Assert.True(recall >= 0.97, figures);
        Assert.True(precision >= 0.7, figures);
    }

    /// <summary>Nothing tells of text, so each picture is only glanced at first: what a glance misses nobody looks for.</summary>
    [Fact]
    public void Where_nothing_tells_of_text_a_glance_leads_to_it()
    {
        int images = Environment.GetEnvironmentVariable("OVERREAD_TEST_ALL") == "1" ? 500 : 12;
        int words = 0;
        int found = 0;
        List<string> missed = [];
        Lock gate = new();
        Parallel.For(
            0,
            images,
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            seed =>
            {
                (DicomFile file, List<BurnedInWord> truth) = BurnedInImages.Create(seed);
                List<PixelBox> boxes = [.. Finder.FindInAllFrames(file, false, out _).Select(Padded)];
                lock (gate)
                {
                    words += truth.Count;
                    found += truth.Count(word => Covered(word.Box, boxes) >= 0.9);
                    missed.AddRange(truth.Where(w => Covered(w.Box, boxes) < 0.9).Select(w => $"{seed}: {w}"));
                }
            }
        );
        double recall = (double)found / words;
        Console.Error.WriteLine($"glance first: {images} images, {words} words, recall {recall:P1}");
        Assert.True(recall >= 0.97, $"{recall:P1}\n{string.Join('\n', missed)}");
    }

    [Fact]
    public void On_the_presidio_sample_every_identifying_word_is_found_and_none_is_left()
    {
        string root = Samples.Shared("dicom_phi/presidio");
        using DicomFile file = DicomFile.Read(Path.Combine(root, "docs/samples/python/sample_data/2_ORIGINAL.dcm"));
        using System.Text.Json.JsonDocument truth = System.Text.Json.JsonDocument.Parse(
            File.ReadAllText(Path.Combine(root, "ground_truth_2_ORIGINAL.json"))
        );
        List<PixelBox> boxes =
        [
            .. truth
                .RootElement.EnumerateObject()
                .First()
                .Value.EnumerateArray()
                .Select(box => new PixelBox(
                    // The sample's truth counts from a border of 25 pixels that its maker's tool adds.
                    box.GetProperty("left").GetInt32() - 25,
                    box.GetProperty("top").GetInt32() - 25,
                    box.GetProperty("width").GetInt32(),
                    box.GetProperty("height").GetInt32()
                )),
        ];
        IReadOnlyList<TextProposal> proposed = Find(file);
        int found = boxes.Count(box => Covered(box, [.. proposed.Select(p => p.Box)]) >= 0.8);
        Console.Error.WriteLine(
            $"presidio sample: {found} of {boxes.Count} boxes, {proposed.Count} proposals, {proposed.Count(p => p.IsOfHeader)} of the header"
        );
        Assert.True(found == boxes.Count, $"{found} of {boxes.Count}");
        Assert.Contains(proposed, proposal => proposal.IsOfHeader);
        Assert.True(PixelBlanker.TryBlank(file, [.. proposed.Select(Padded)], out DicomFile blanked, out _));
        Assert.DoesNotContain(Find(blanked), p => boxes.Exists(box => box.Overlap(p.Box) > 0));
        Assert.Equal("NO", blanked.Dataset.GetText(Tags.BurnedInAnnotation));
    }

    /// <summary>The object's window is what its maker chose; a reader turns it, and then the words show.</summary>
    [Theory]
    [InlineData(1000, 100)]
    [InlineData(-500, 100)]
    [InlineData(0, 65_000)]
    public void Text_that_the_window_hides_is_found(int center, int width)
    {
        foreach (int seed in (int[])[1, 4])
        {
            (DicomFile file, List<BurnedInWord> words) = BurnedInImages.Create(seed);
            file.Dataset.Set(Tags.WindowCenter, Vr.DS, $"{center}");
            file.Dataset.Set(Tags.WindowWidth, Vr.DS, $"{width}");
            Assert.True(FrameRenderer.TryRender(file, 0, RenderOptions.Default, out RenderedFrame usual, out _));
            Assert.True(usual.Pixels.Max() - usual.Pixels.Min() <= 1);
            List<PixelBox> boxes = [.. Finder.FindInAllFrames(file, true, out Finding? problem).Select(Padded)];
            Assert.Null(problem);
            Assert.All(words, word => Assert.True(Covered(word.Box, boxes) >= 0.9, $"{word}"));
        }
    }

    [Fact]
    public void A_picture_of_every_value_gives_no_two_of_them_the_same_grey()
    {
        (DicomFile file, _) = BurnedInImages.Create(2);
        file.Dataset.Set(Tags.WindowCenter, Vr.DS, "1000");
        file.Dataset.Set(Tags.WindowWidth, Vr.DS, "1");
        byte[] stored = file.Dataset.Elements.Single(e => e.Tag == Tags.PixelData).ReadBytes().ToArray();
        RenderOptions every = new() { EveryValue = true };
        Assert.True(FrameRenderer.TryRender(file, 0, every, out RenderedFrame shown, out _));
        (byte, byte)[] pairs = [.. stored.Zip(shown.Pixels).Distinct().Order()];
        Assert.Equal(pairs.Length, pairs.Select(pair => pair.Item1).Distinct().Count());
        Assert.Equal(pairs.Length, pairs.Select(pair => pair.Item2).Distinct().Count());
    }

    [Fact]
    public void Text_that_moves_or_flashes_in_one_frame_is_found()
    {
        const int Frames = 6;
        (DicomFile one, List<BurnedInWord> still) = BurnedInImages.Create(1);
        (DicomFile other, List<BurnedInWord> flash) = BurnedInImages.Create(4);
        byte[] plain = one.Dataset.Elements.Single(e => e.Tag == Tags.PixelData).ReadBytes().ToArray();
        byte[] odd = other.Dataset.Elements.Single(e => e.Tag == Tags.PixelData).ReadBytes().ToArray();
        byte[] cine = [.. Enumerable.Range(0, Frames).SelectMany(frame => frame == 4 ? odd : plain)];
        one.Dataset.Set(Tags.NumberOfFrames, Vr.IS, $"{Frames}");
        one.Dataset.Set(new Element(Tags.PixelData, Vr.OB, cine));
        IReadOnlyList<TextProposal> found = Finder.FindInAllFrames(one, true, out Finding? problem);
        Assert.Null(problem);
        List<PixelBox> boxes = [.. found.Select(Padded)];
        Assert.All(still.Concat(flash), word => Assert.True(Covered(word.Box, boxes) >= 0.9, $"{word}"));
        Assert.Contains(found, proposal => proposal.Frames == 1);
        Assert.Contains(found, proposal => proposal.Frames >= Frames - 1);
    }

    [Fact]
    public void Blanking_touches_nothing_outside_its_boxes()
    {
        (DicomFile file, List<BurnedInWord> words) = BurnedInImages.Create(1);
        List<PixelBox> boxes = [.. words.Select(word => word.Box)];
        Assert.True(PixelBlanker.TryBlank(file, boxes, out DicomFile blanked, out _));
        byte[] before = file.Dataset.Elements.Single(e => e.Tag == Tags.PixelData).ReadBytes().ToArray();
        byte[] after = blanked.Dataset.Elements.Single(e => e.Tag == Tags.PixelData).ReadBytes().ToArray();
        for (int i = 0; i < before.Length; i++)
        {
            bool inside = boxes.Exists(box =>
                box.Overlap(new PixelBox(i % BurnedInImages.Width, i / BurnedInImages.Width, 1, 1)) > 0
            );
            Assert.Equal(inside ? (byte)0 : before[i], after[i]);
        }
    }

    private static IReadOnlyList<TextProposal> Find(DicomFile file)
    {
        Assert.True(
            FrameRenderer.TryRender(file, 0, RenderOptions.Default, out RenderedFrame frame, out Finding? problem),
            problem?.ToString()
        );
        return Finder.Find(frame, file.Dataset);
    }

    private static PixelBox Padded(TextProposal proposal) => proposal.Box.Grown(3, 1 << 20, 1 << 20);

    /// <summary>Share of a box's pixels that lie in any of the others.</summary>
    private static double Covered(PixelBox box, List<PixelBox> others)
    {
        int covered = 0;
        for (int y = box.Top; y < box.Bottom; y++)
        {
            for (int x = box.Left; x < box.Right; x++)
            {
                PixelBox pixel = new(x, y, 1, 1);
                covered += others.Exists(other => other.Overlap(pixel) > 0) ? 1 : 0;
            }
        }

        return (double)covered / (box.Width * box.Height);
    }
}
