using Overread.Server.Features.Intake;
using Overread.Server.Modalities.Text.Exports;
using Overread.Server.Modalities.Text.Gate;
using Overread.Server.Modalities.Text.Intake;
using Overread.Server.Modalities.Text.Papers;
using Overread.Storage;

namespace Overread.Server.Modalities.Text;

/// <summary>Documents of text: plain, or taken out of HTML, RTF, CDA, FHIR and HL7 v2.</summary>
internal sealed class TextModality : IModality
{
    /// <summary>What its entries and items call themselves.</summary>
    public const string Kind = "document";

    /// <summary>As what documents are served.</summary>
    public const string MediaType = "text/plain; charset=utf-8";

    /// <inheritdoc/>
    public string Name => "text";

    /// <inheritdoc/>
    public IReadOnlyList<string> Kinds { get; } = [Kind];

    /// <inheritdoc/>
    public IReadOnlyList<string> MediaTypes { get; } = ["text/plain"];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Extensions { get; } =
        new Dictionary<string, string> { ["text/plain"] = ".txt" };

    /// <inheritdoc/>
    public string Schema(Dialect dialect) => "";

    /// <inheritdoc/>
    public void Forget(System.Data.Common.DbConnection connection, IReadOnlyList<string> items) { }

    /// <inheritdoc/>
    public IGate Gate { get; } = new TextGate();

    /// <inheritdoc/>
    public IReadOnlyList<IExport> Exports { get; } = [new BratExport()];

    /// <inheritdoc/>
    public IPaper Paper { get; } = new TextPaper();

    /// <inheritdoc/>
    public IReadOnlyList<ProtocolTemplate> Templates { get; } = [];

    /// <summary>Plain text has no mark of its own: the name says it, unless the bytes say something else.</summary>
    public Fit Fits(ReceivedFile file, ReadOnlySpan<byte> head) => DocumentForm.Fits(file, head);

    /// <inheritdoc/>
    public IIntake Intake(IntakeContext context) => new TextIntake(context);

    /// <inheritdoc/>
    public void Register(IServiceCollection services) { }

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder api)
    {
        ShowDocument.Map(api);
        MarkSpans.Map(api);
    }
}
