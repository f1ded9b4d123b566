using System.Data.Common;
using Overread.Domain.Notices;
using Overread.Storage;

namespace Overread.Server.Features.Notices;

/// <summary>What is kept of a person's notices.</summary>
internal static class NoticeTable
{
    /// <summary>A person who never looked and said nothing.</summary>
    public static Row Nobody { get; } = new(null, NoticeWish.Daily, null);

    /// <param name="Seen">UTC time when they last looked.</param>
    /// <param name="Wish">How often they want a mail.</param>
    /// <param name="Mailed">UTC time of the last mail.</param>
    internal sealed record Row(string? Seen, NoticeWish Wish, string? Mailed);

    /// <summary>A person's row.</summary>
    public static Row Of(DbConnection c, string person) =>
        c.One(
            "SELECT seen, wish, mailed FROM notice_person WHERE person = @0",
            r => new Row(r.Text(0), r.Text(1) is { } wish ? Enum.Parse<NoticeWish>(wish) : NoticeWish.Daily, r.Text(2)),
            person
        ) ?? Nobody;
}
