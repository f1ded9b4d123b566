using System.Data.Common;
using Overread.Storage;

namespace Overread.Server.Features.Emergency.Contracts;

/// <summary>An emergency access and what became of it.</summary>
internal sealed record EmergencyRow(
    string Id,
    string Project,
    string Person,
    string Reason,
    string Opened,
    string Until,
    string? Ended,
    string? How,
    string? Reviewed,
    string? Reviewer,
    string? Note
)
{
    private const string Columns =
        "SELECT id, project, person, reason, opened, until, ended, how, reviewed, reviewer, note FROM emergency";

    /// <summary>One; null where there is none.</summary>
    public static EmergencyRow? Find(DbConnection c, string id) => c.One(Columns + " WHERE id = @0", Read, id);

    /// <summary>All, the newest first.</summary>
    public static List<EmergencyRow> All(DbConnection c) => c.All(Columns + " ORDER BY opened DESC, id DESC", Read);

    /// <summary>Those of a project, the newest first.</summary>
    public static List<EmergencyRow> Of(DbConnection c, string project) =>
        c.All(Columns + " WHERE project = @0 ORDER BY opened DESC, id DESC", Read, project);

    /// <summary>Those that have not ended.</summary>
    public static List<EmergencyRow> Running(DbConnection c) => c.All(Columns + " WHERE ended IS NULL", Read);

    /// <summary>Who may give themselves emergency access to which project.</summary>
    public static List<(string Project, string Person)> Rights(DbConnection c) =>
        c.All(
            "SELECT project, person FROM emergency_right ORDER BY project, person",
            r => (r.GetString(0), r.GetString(1))
        );

    private static EmergencyRow Read(DbDataReader r) =>
        new(
            r.GetString(0),
            r.GetString(1),
            r.GetString(2),
            r.GetString(3),
            r.GetString(4),
            r.GetString(5),
            r.Text(6),
            r.Text(7),
            r.Text(8),
            r.Text(9),
            r.Text(10)
        );
}
