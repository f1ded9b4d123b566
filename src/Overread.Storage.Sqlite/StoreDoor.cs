namespace Overread.Storage.Sqlite;

/// <summary>Decides whether a store is opened: what an audit would find fault with is refused, unless a person accepts it.</summary>
internal sealed class StoreDoor
{
    private StoreDoor(RecordFindings? findings, IReadOnlyList<string> accepted)
    {
        Findings = findings;
        Accepted = accepted;
    }

    /// <summary>What the record holds; null for a store that is new.</summary>
    public RecordFindings? Findings { get; }

    /// <summary>What a person goes on with; empty for a sound store.</summary>
    public IReadOnlyList<string> Accepted { get; }

    /// <summary>True where every event needs a mark.</summary>
    public bool Marks => Findings is { Unmarked: true };

    /// <summary>Looks at a store without changing it.</summary>
    /// <exception cref="StoreFaultException">It is not as its server left it.</exception>
    public static StoreDoor Pass(SqliteOptions options)
    {
        SqliteAudit audit = new(options);
        AuditReport report = audit.BeforeOpening(CancellationToken.None);
        if (report.Faults.Count > 0 && (options.Acceptance is null || report.Faults.Any(f => !f.Acceptable)))
        {
            throw new StoreFaultException(report.Faults, Next(report));
        }

        string[] accepted = [.. options.Acceptance?.Found ?? [], .. report.Faults.Select(f => f.ToString())];
        return new StoreDoor(audit.Findings, options.Acceptance is null ? [] : accepted);
    }

    private static string Next(AuditReport report) =>
        report.Faults.All(f => f.Acceptable)
            ? "Nothing was changed. Mend it as said, or go on without what is lost by a decision that the record keeps: overread serve --accept-loss \"why\" --by \"your name\"."
            : "Nothing was changed. This cannot be gone on with: put the store back from a backup, or ask for help with a copy of it.";
}
