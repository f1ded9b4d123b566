using System.Data.Common;
using Overread.Domain.Reads;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Models.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Reads.Contracts;

namespace Overread.Server.Features.Work;

/// <summary>Everything a reader needs to work on one item.</summary>
/// <param name="Suggests">True where the project has models that may suggest; whether they do of this item is not said.</param>
internal sealed record WorkView(
    ProjectName Project,
    WorkView.PositionView Position,
    string Expires,
    ItemView Item,
    Read Read,
    ProtocolView Protocol,
    bool Suggests
)
{
    internal sealed record PositionView(long Done, long Of);

    public static WorkView Of(DbConnection connection, ReadRow row, Worklists worklists)
    {
        string name = ProjectTable.Name(connection, row.Project);
        return new(
            new(row.Project, name),
            new(worklists.DoneBy(row.Project, row.Reader), worklists.CountOf(row.Project)),
            row.Expires ?? "",
            ItemView.Of(ItemView.Facts(connection, row.Project, row.Read.Item), row.Project),
            row.Read,
            ProtocolStore.Row(connection, row.Project, row.Read.ProtocolVersion)!,
            ModelTable.Serves(connection, row.Project, row.Read.ProtocolVersion)
        );
    }
}
