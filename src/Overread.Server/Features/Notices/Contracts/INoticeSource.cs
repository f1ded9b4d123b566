namespace Overread.Server.Features.Notices.Contracts;

/// <summary>A feature that has something waiting for people.</summary>
internal interface INoticeSource
{
    /// <summary>What of the feature waits for a person in a project.</summary>
    IEnumerable<Notice> Waiting(NoticeAsk ask);
}
