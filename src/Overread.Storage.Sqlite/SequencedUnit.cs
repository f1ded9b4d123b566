namespace Overread.Storage.Sqlite;

/// <summary>A unit of work on its way through the sequencer, and what became of it.</summary>
/// <param name="actor">Who asked for it.</param>
/// <param name="work">What it does.</param>
internal sealed class SequencedUnit(Actor actor, Action<IUnitOfWork> work)
{
    public Actor Actor { get; } = actor;
    public Action<IUnitOfWork> Work { get; } = work;
    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    public Exception? Failure { get; set; }
    public IReadOnlyList<System.Action> AfterCommit { get; set; } = [];
    public bool Left { get; set; }

    public void Complete()
    {
        if (Failure is not null)
        {
            Done.SetException(Failure);
            return;
        }

        Done.SetResult();
    }
}
