using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json;
using Overread.Domain;
using Overread.Domain.Protocols;
using Overread.Domain.Record;
using Overread.Server.Features.Projects.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Protocols.Contracts;

/// <summary>Published protocol versions, which never change, kept parsed in memory.</summary>
internal sealed class ProtocolStore
{
    private readonly ConcurrentDictionary<(string Project, int Version), ProtocolBody> _published = new();

    /// <summary>A published version.</summary>
    public ProtocolBody Published(DbConnection connection, string project, int version) =>
        _published.TryGetValue((project, version), out ProtocolBody? body)
            ? body
            : _published[(project, version)] =
                Row(connection, project, version)?.Body
                ?? throw new RefusedException(
                    new("protocol.unknown", "There is no such protocol version.", RefusalKind.NotFound)
                );

    /// <summary>The version that new reads are made under, or null before the first is published.</summary>
    public static int? Current(DbConnection connection, string project)
    {
        int version = ProjectTable.Version(connection, project);
        return version == 0 ? null : version;
    }

    /// <summary>Any version; 0 is the draft.</summary>
    public static ProtocolView? Row(DbConnection connection, string project, int version) =>
        connection.One(
            "SELECT version, title, hash, published, published_by, body, revision FROM protocol WHERE project = @0 AND version = @1",
            r => new ProtocolView(
                r.GetInt32(0) == 0 ? "draft" : r.GetInt32(0),
                r.GetString(1),
                r.GetString(2),
                r.Text(3),
                r.Text(4),
                JsonSerializer.Deserialize<ProtocolBody>(r.GetString(5), EventJson.Options)!
            )
            {
                Revision = r.GetInt64(6),
            },
            project,
            version
        );
}
