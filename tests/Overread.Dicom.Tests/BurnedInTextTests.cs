namespace Overread.Dicom.Tests;

/// <summary>Text in pixels is found, and nothing readable is left where it was blanked.</summary>
public sealed class BurnedInTextTests
{
    private static readonly TextFinder Finder = new();

    [Fact]
    public void On_generated_images_words_are_found_and_none_is_readable_after_blanking()
    {
        int images = Environment.GetEnvironmentVariable("OVERREAD_TEST_ALL") == "1" ? 500 : 2;
        images = int.TryParse(Environment.GetEnvironmentVariable("OVERREAD_TEXT_IMAGES"), out int wished)
            ? wished
            : images;
        int words = 0;
        int found = 0;
        int proposals = 0;
        int right = 0;
        int left = 0;
        for (int seed = 0; seed < images; seed++)
        {
            (DicomFile file, List<PixelBox> boxes) = BurnedInImages.Create(seed);
            IReadOnlyList<TextProposal> proposed = Find(file);
            words += boxes.Count;
            found += boxes.Count(box => Covered(box, proposed) >= 0.8);
            proposals += proposed.Count;
            right += proposed.Count(p => boxes.Exists(box => box.Overlap(p.Box) > 0));
            // A person approves what was proposed and draws what was missed; here the truth stands in for the person.
            List<PixelBox> blank = [.. proposed.Select(p => p.Box.Grown(3, 480, 360)), .. boxes];
            Assert.True(
                PixelBlanker.TryBlank(file, blank, out DicomFile blanked, out Finding? problem),
                problem?.ToString()
            );
            left += Find(blanked).Count(p => boxes.Exists(box => box.Overlap(p.Box) > 0));
        }

        double recall = (double)found / words;
        double precision = proposals == 0 ? 0 : (double)right / proposals;
        Console.Error.WriteLine(
            $"burned-in text: {images} images, {words} words, recall {recall:P1}, precision {precision:P1}, left {left}"
        );
        Assert.Equal(0, left);
        // Measured: 0.39 over six images. The floor only tells when the finder stops working; the aim is 0.95.
        Assert.True(recall >= 0.25, $"recall {recall}");
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
        int found = boxes.Count(box => Covered(box, proposed) >= 0.5);
        Console.Error.WriteLine(
            $"presidio sample: {found} of {boxes.Count} boxes, {proposed.Count} proposals, {proposed.Count(p => p.IsOfHeader)} of the header"
        );
        Assert.True(found >= boxes.Count - 1, $"{found} of {boxes.Count}");
        Assert.Contains(proposed, proposal => proposal.IsOfHeader);
        Assert.True(
            PixelBlanker.TryBlank(
                file,
                [.. proposed.Select(p => p.Box.Grown(3, 394, 552)), .. boxes],
                out DicomFile blanked,
                out _
            )
        );
        Assert.DoesNotContain(Find(blanked), p => boxes.Exists(box => box.Overlap(p.Box) > 0));
        Assert.Equal("NO", blanked.Dataset.GetText(Tags.BurnedInAnnotation));
    }

    [Fact]
    public void Blanking_touches_nothing_outside_its_boxes()
    {
        (DicomFile file, List<PixelBox> boxes) = BurnedInImages.Create(1);
        Assert.True(PixelBlanker.TryBlank(file, boxes, out DicomFile blanked, out _));
        byte[] before = file.Dataset.Elements.Single(e => e.Tag == Tags.PixelData).ReadBytes().ToArray();
        byte[] after = blanked.Dataset.Elements.Single(e => e.Tag == Tags.PixelData).ReadBytes().ToArray();
        for (int i = 0; i < before.Length; i++)
        {
            bool inside = boxes.Exists(box => box.Overlap(new PixelBox(i % 480, i / 480, 1, 1)) > 0);
            Assert.Equal(inside ? (byte)0 : before[i], after[i]);
        }
    }

    private static IReadOnlyList<TextProposal> Find(DicomFile file)
    {
        Assert.True(
            FrameRenderer.TryRender(file, 0, RenderOptions.Default, out RenderedFrame frame, out Finding? problem),
            problem?.ToString()
        );
        try
        {
            return Finder.Find(frame, file.Dataset);
        }
        catch (IOException exception) when (exception.Message.Contains("tesseract-ocr", StringComparison.Ordinal))
        {
            Assert.Skip(exception.Message);
            return [];
        }
    }

    private static double Covered(PixelBox box, IReadOnlyList<TextProposal> proposed) =>
        Math.Min(
            1,
            proposed.Sum(p => (double)box.Overlap(p.Box.Grown(3, 4096, 4096))) / ((double)box.Width * box.Height)
        );
}
