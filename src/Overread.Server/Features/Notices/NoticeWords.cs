using System.Globalization;
using Overread.Domain.Notices;

namespace Overread.Server.Features.Notices;

/// <summary>What waits, in words.</summary>
internal static class NoticeWords
{
    /// <summary>One kind with its count, such as <c>2 items in dispute</c>.</summary>
    public static string Of(NoticeKind kind, long count)
    {
        (string one, string many) = kind switch
        {
            NoticeKind.Called => ("thread calls you in", "threads call you in"),
            NoticeKind.Thread => ("thread with something new", "threads with something new"),
            NoticeKind.Question => ("question to the lead", "questions to the lead"),
            NoticeKind.Assigned => ("read that you were given", "reads that you were given"),
            NoticeKind.Reread => ("read to be made again", "reads to be made again"),
            NoticeKind.Guideline => ("new version of a guideline", "new versions of guidelines"),
            NoticeKind.Dispute => ("item in dispute", "items in dispute"),
            NoticeKind.Gate => ("batch at the gate", "batches at the gate"),
            NoticeKind.Release => ("release that waits for signatures", "releases that wait for signatures"),
            NoticeKind.Finding => ("finding about a reader", "findings about readers"),
            NoticeKind.Standing => ("licence or qualification that ends", "licences or qualifications that end"),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");
    }

    /// <summary>The text of a mail. It names no project, no item and nobody but whom it is for.</summary>
    public static string Mail(string name, IReadOnlyList<(NoticeKind Kind, long Count)> waiting, Uri? address) =>
        $"""
            {name},

            this waits for you in Overread:

            {string.Join('\n', waiting.Select(w => "- " + Of(w.Kind, w.Count)))}

            {(address is null ? "Sign in to see where." : "See where: " + address)}

            How often you are told is set on your account's page, where it can be switched off.
            """;
}
