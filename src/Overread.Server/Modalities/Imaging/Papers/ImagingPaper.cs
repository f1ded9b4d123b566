using System.Globalization;
using System.Text.Json;
using Overread.Dicom.Deidentify.Plans;
using Overread.Domain.Intake;
using Overread.Domain.Modalities.Imaging;
using Overread.Domain.Modalities.Imaging.Stencils;
using Overread.Domain.Record;
using Overread.Server.Modalities.Imaging.Plans;

namespace Overread.Server.Modalities.Imaging.Papers;

/// <summary>What bundles and the audit page say of images.</summary>
internal sealed class ImagingPaper : IPaper
{
    /// <inheritdoc/>
    public IReadOnlySet<string> Disclosed { get; } =
        new HashSet<string>
        {
            nameof(BoxesMarked),
            nameof(FacesRemoved),
            nameof(FacesSought),
            nameof(PixelTextSought),
            nameof(PixelsBlanked),
        };

    /// <inheritdoc/>
    public IReadOnlyList<string> Cleaning { get; } = [nameof(PixelsBlanked), nameof(FacesRemoved)];

    /// <inheritdoc/>
    public IReadOnlyList<FileColumn> Columns { get; } =
    [
        new("width", false, c => (c as ImageContent)?.Width),
        new("height", false, c => (c as ImageContent)?.Height),
        new("frames", false, c => (c as ImageContent)?.Frames),
        new("pixel_sha256", true, c => (c as ImageContent)?.PixelHash),
        new("sop_instance_uid", true, c => (c as ImageContent)?.SopInstanceUid),
    ];

    /// <inheritdoc/>
    public string? Sentence(string actor, string type, JsonElement happened) =>
        type switch
        {
            nameof(PixelTextSought) =>
                $"Text was looked for in {Number(happened, "frames")} frames: {Number(happened, "proposed")} places",
            nameof(BoxesMarked) => $"{actor} marked {Count(happened, "boxes")} places in the pixels",
            nameof(PixelsBlanked) => $"Approved places were blanked in {Count(happened, "files")} images",
            nameof(FacesSought) => $"{Count(happened, "series")} series in which a face may be seen were looked at",
            nameof(FacesDecided) => $"{actor} decided about the faces of {Count(happened, "series")} series",
            nameof(ResidualsDecided) =>
                $"{actor} decided about {Count(happened, "findings")} values of the source that were still in the output",
            nameof(CompanionsFound) =>
                $"{Count(happened, "companions")} objects that go with images were found: reports, contours, documents",
            nameof(CompanionsDecided) =>
                $"{actor} decided about {Count(happened, "companions")} objects that go with images",
            nameof(ResidualsRemoved) => $"Elements were taken out of {Number(happened, "files")} files",
            nameof(StencilKept) =>
                $"{actor} kept {Count(happened, "places")} places to be blanked in every picture of a device and size",
            nameof(StencilForgotten) => $"{actor} forgot what was blanked in every picture of a device and size",
            nameof(FacesRemoved) => $"Faces were removed from {Count(happened, "series")} series",
            _ => null,
        };

    /// <inheritdoc/>
    public PlanPaper? Plan(string hash, IEnumerable<string> documents) =>
        ImagingPlan.Find(hash, documents)?.Plan is { } plan
            ? new(
                plan.Profile.ToString(),
                "DICOM PS3.15 " + DeidentificationPlan.Edition,
                [.. OptionCodes.For(plan.Options).Select(o => new PlanPaper.Option(o.Code, o.Meaning))],
                [.. plan.Claims.Select(c => new PlanPaper.ClaimPaper(c.Claim.ToString(), c.Obstacles, c.Conditions))]
            )
            : null;

    /// <inheritdoc/>
    public PrivacyPart? Privacy(IReadOnlyList<Envelope> events) => GatePrivacy.Of(events);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Unknown { get; } =
        new Dictionary<string, string>
        {
            ["syntheticImages"] =
                "unknown, because the record does not say whether images show patients or phantoms; objects may say so in (0008,001C) Synthetic Data",
        };

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Hints { get; } =
        new Dictionary<string, string> { ["study-date"] = "dates in DICOM headers are moved per patient" };

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, Func<ItemFacts, string> ValueOf)> Covariates { get; } = [("images", ImagesOf)];

    private static string ImagesOf(ItemFacts item) =>
        item.Series.Sum(s => s.Files.Sum(f => f.Content is ImageContent image ? image.Frames : 0)) switch
        {
            0 => "0",
            1 => "1",
            <= 10 => "2 to 10",
            <= 100 => "11 to 100",
            _ => "more than 100",
        };

    private static string Number(JsonElement happened, string name) =>
        happened.TryGetProperty(name, out JsonElement v) ? v.GetRawText() : "";

    private static string Count(JsonElement happened, string name) =>
        (
            happened.TryGetProperty(name, out JsonElement v) && v.ValueKind == JsonValueKind.Array
                ? v.GetArrayLength()
                : 0
        ).ToString(CultureInfo.InvariantCulture);
}
