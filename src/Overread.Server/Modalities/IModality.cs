using System.Data.Common;
using Overread.Server.Features.Intake;
using Overread.Storage;

namespace Overread.Server.Modalities;

/// <summary>
/// One sort of data that people read: how its files come in, what a person decides about them at the gate, how they are
/// shown, and what a release says of them. The only seam between the features and the sorts of data: the features name no
/// modality, a modality names no other, and composition alone knows which there are.
/// </summary>
internal interface IModality
{
    /// <summary>Lower case, such as the name of its folder.</summary>
    string Name { get; }

    /// <summary>What its entries and items call themselves: the member <c>kind</c> of an item.</summary>
    IReadOnlyList<string> Kinds { get; }

    /// <summary>As what its files are served.</summary>
    IReadOnlyList<string> MediaTypes { get; }

    /// <summary>How the names of its files end outside the store, by media type, with the point.</summary>
    IReadOnlyDictionary<string, string> Extensions { get; }

    /// <summary>Tables of its own that are no projections; empty for none.</summary>
    string Schema(Dialect dialect);

    /// <summary>What it rebuilds from the record beside what all modalities share; empty for nothing.</summary>
    IReadOnlyList<IProjection> Projections => [];

    /// <summary>What it remembers of people's work at a project's gate and applies to what comes in; null for nothing.</summary>
    object? Remember(DbConnection c, string project) => null;

    /// <summary>Takes items out of the tables of its own, since they were erased.</summary>
    void Forget(System.Data.Common.DbConnection connection, IReadOnlyList<string> items);

    /// <summary>How surely a received file is one of its own.</summary>
    /// <param name="file">The file in quarantine.</param>
    /// <param name="head">Its first bytes: at most <see cref="ModalityList.HeadLength"/>.</param>
    Fit Fits(ReceivedFile file, ReadOnlySpan<byte> head);

    /// <summary>Begins to take the files of a batch.</summary>
    IIntake Intake(IntakeContext context);

    IGate Gate { get; }

    IReadOnlyList<IExport> Exports { get; }

    IPaper Paper { get; }

    /// <summary>Protocols to begin with.</summary>
    IReadOnlyList<ProtocolTemplate> Templates { get; }

    /// <summary>Registers what its routes and jobs need.</summary>
    void Register(IServiceCollection services);

    /// <summary>Adds its routes.</summary>
    void Map(IEndpointRouteBuilder api);
}
