namespace Overread.Storage.Sqlite;

/// <summary>The faults of one audit, up to a number that a person could still read.</summary>
internal sealed class FaultList
{
    private const int Most = 1000;
    private readonly List<AuditFault> _faults = [];

    public IReadOnlyList<AuditFault> All => _faults;

    public bool IsFull => _faults.Count >= Most;

    public void Add(AuditFault fault)
    {
        if (!IsFull)
        {
            _faults.Add(fault);
        }
    }

    public void Add(long? seq, string what, bool acceptable = false, string where = "store")
    {
        if (!IsFull)
        {
            _faults.Add(new AuditFault(seq, what) { Acceptable = acceptable, Where = where });
        }
    }
}
