using System.Globalization;
using System.Text;

namespace Overread.Storage;

/// <summary>A store is not opened, because an audit would find fault with it. Nothing was changed.</summary>
public sealed class StoreFaultException(IReadOnlyList<AuditFault> faults, string next) : Exception(Words(faults, next))
{
    private const int MostShown = 8;

    /// <summary>What was found.</summary>
    public IReadOnlyList<AuditFault> Faults { get; } = faults;

    private static string Words(IReadOnlyList<AuditFault> faults, string next)
    {
        StringBuilder text = new("The store is not as its server left it, and is not opened.");
        foreach (AuditFault fault in faults.Take(MostShown))
        {
            text.Append("\n  ").Append(fault);
        }

        if (faults.Count > MostShown)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  and {faults.Count - MostShown} more: see overread audit.");
        }

        return text.Append('\n').Append(next).ToString();
    }
}
