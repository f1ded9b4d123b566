using System.Data.Common;
using Overread.Dicom.PixelText;
using Overread.Server.Features.Intake;
using Overread.Server.Modalities.Imaging.DicomWeb;
using Overread.Server.Modalities.Imaging.Exports;
using Overread.Server.Modalities.Imaging.Gate;
using Overread.Server.Modalities.Imaging.Intake;
using Overread.Server.Modalities.Imaging.Papers;
using Overread.Server.Modalities.Imaging.Plans;
using Overread.Server.Modalities.Imaging.Protocols;
using Overread.Server.Modalities.Imaging.Stencils;
using Overread.Server.Modalities.Imaging.Viewing;
using Overread.Storage;

namespace Overread.Server.Modalities.Imaging;

/// <summary>Radiology and photographs: DICOM objects, JPEG, PNG and TIFF.</summary>
/// <param name="text">What finds text in pixels; made when the first image comes.</param>
internal sealed class ImagingModality(Lazy<ITextEngine> text) : IModality
{
    /// <inheritdoc/>
    public string Name => "imaging";

    /// <inheritdoc/>
    public IReadOnlyList<string> Kinds { get; } = ["dicom", "photo"];

    /// <inheritdoc/>
    public IReadOnlyList<string> MediaTypes { get; } = ["application/dicom", "image/jpeg", "image/png"];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Extensions { get; } =
        new Dictionary<string, string>
        {
            ["application/dicom"] = ".dcm",
            ["image/jpeg"] = ".jpg",
            ["image/png"] = ".png",
        };

    /// <inheritdoc/>
    public string Schema(Dialect dialect) =>
        GateFaces.Table.Schema(dialect)
        + GateResiduals.Table.Schema(dialect)
        + GateCompanions.Table.Schema(dialect)
        + DicomIndex.Schema(dialect)
        + StowBatches.Schema(dialect);

    /// <inheritdoc/>
    public IReadOnlyList<IProjection> Projections => [new StencilsProjection()];

    /// <inheritdoc/>
    public object Remember(DbConnection c, string project) => ProjectStencils.Of(c, project);

    /// <inheritdoc/>
    public void Forget(System.Data.Common.DbConnection connection, IReadOnlyList<string> items) =>
        DicomIndex.Forget(connection, items);

    /// <inheritdoc/>
    public IGate Gate { get; } = new ImagingGate();

    /// <inheritdoc/>
    public IReadOnlyList<IExport> Exports { get; } =
    [new CocoExport(), new SegmentationExport(), new CompanionExport()];

    /// <inheritdoc/>
    public IPaper Paper { get; } = new ImagingPaper();

    /// <inheritdoc/>
    public IReadOnlyList<ProtocolTemplate> Templates => ImagingTemplates.All;

    /// <summary>DICOM files without preamble have no mark of their own: whatever nobody else knows is tried.</summary>
    public Fit Fits(ReceivedFile file, ReadOnlySpan<byte> head) =>
        ImagingIntake.IsDicom(head) || PhotoCleaner.Kind(head) is not null ? Fit.Content : Fit.Perhaps;

    /// <inheritdoc/>
    public IIntake Intake(IntakeContext context) =>
        new ImagingIntake(
            context,
            ImagingPlan.Of(context.Choices.Plans.GetValueOrDefault(Name)),
            text,
            (ProjectStencils)context.Choices.Remembered[Name]
        );

    /// <inheritdoc/>
    public void Register(IServiceCollection services)
    {
        services.AddSingleton<DicomIndex>();
        services.AddSingleton<InstanceBytes>();
        services.AddSingleton<StowBatches>();
        services.AddHostedService(s => s.GetRequiredService<StowBatches>());
    }

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder api)
    {
        ShowImages.Map(api);
        MarkBoxes.Map(api);
        DecideFaces.Map(api);
        KeepStencils.Map(api);
        DecideResiduals.Map(api);
        DecideCompanions.Map(api);
        ServeThumbnails.Map(api);
        StoreDicom.Map(api);
        SearchDicom.Map(api);
        RetrieveDicom.Map(api);
        RenderDicom.Map(api);
    }
}
