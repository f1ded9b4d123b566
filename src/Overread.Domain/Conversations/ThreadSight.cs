namespace Overread.Domain.Conversations;

/// <summary>
/// Who sees what of a thread. Threads about no item are everybody's. One about an item is seen by whoever began it, by whoever wrote the remark
/// that it answers, and by those who may see remarks and do not read the item blind; and until their own read is in, a reader sees in it
/// what they wrote themselves and nothing else: what a lead says of one item must not reach a blind read of it.
/// </summary>
public static class ThreadSight
{
    /// <summary>True where the thread is there for them.</summary>
    public static bool Sees(ThreadFacts thread, ThreadEye eye) =>
        thread.Item is null || thread.By == eye.Person || thread.To == eye.Person || (eye.SeesRemarks && !eye.Blind);

    /// <summary>True where an entry of a thread that is there for them is shown to them.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="eye">Who looks.</param>
    /// <param name="by">Who wrote the entry.</param>
    public static bool Shows(ThreadFacts thread, ThreadEye eye, string by) =>
        by == eye.Person || thread.Item is null || !eye.Reads;
}
