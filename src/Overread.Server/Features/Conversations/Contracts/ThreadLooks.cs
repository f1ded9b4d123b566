using System.Data.Common;
using Overread.Storage;

namespace Overread.Server.Features.Conversations.Contracts;

/// <summary>Who was shown what others wrote about an item.</summary>
internal static class ThreadLooks
{
    /// <summary>True where a person was.</summary>
    public static bool Has(DbConnection c, string item, string person) =>
        c.Number(
            "SELECT COUNT(*) FROM thread_seen s JOIN thread t ON t.id = s.thread WHERE t.item = @0 AND s.person = @1",
            item,
            person
        ) > 0;
}
