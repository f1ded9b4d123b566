using Overread.Domain.Conversations;

namespace Overread.Server.Features.Conversations;

/// <summary>A thread in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Item">The item that it is about; null where everybody in the project sees it.</param>
/// <param name="Title">That item's title.</param>
/// <param name="Field">The field that it is about.</param>
/// <param name="Mark">The mark that it is about.</param>
/// <param name="Remark">The id of the remark that it answers.</param>
/// <param name="By">Pseudonym of who began it.</param>
/// <param name="Mine">The caller began it.</param>
/// <param name="Question">An answer of the lead is asked for.</param>
/// <param name="State">How it stands.</param>
/// <param name="Guideline">The version of the guideline that says what it came to.</param>
/// <param name="Opened">UTC time.</param>
/// <param name="Newest">UTC time of the newest entry that the caller is shown.</param>
/// <param name="Entries">Entries that the caller is shown.</param>
/// <param name="Unread">Of these, those of others that the caller has not been shown yet.</param>
/// <param name="CallsMe">One of the unread calls the caller in.</param>
/// <param name="Waiting">Entries that are shown once the caller's read of the item is done.</param>
/// <param name="Words">How its first entry begins; empty where somebody else wrote it about an item and the caller has not opened the thread.</param>
internal sealed record ThreadRow(
    string Id,
    string? Item,
    string? Title,
    string? Field,
    string? Mark,
    string? Remark,
    string By,
    bool Mine,
    bool Question,
    ThreadStanding State,
    int? Guideline,
    string Opened,
    string Newest,
    int Entries,
    int Unread,
    bool CallsMe,
    int Waiting,
    string Words
);
