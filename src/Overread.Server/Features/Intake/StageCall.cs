using Overread.Server.Access;
using Overread.Server.Modalities;
using Overread.Storage;

namespace Overread.Server.Features.Intake;

/// <summary>A person's call about one entry at the gate: the part of a route's handler that all stages have.</summary>
internal readonly record struct StageCall(
    string Project,
    string Batch,
    string Entry,
    Caller Caller,
    IDatabase Database,
    ModalityList Modalities
)
{
    /// <summary>Changes something in the stage, in one transaction.</summary>
    /// <exception cref="RefusedException">The project is closed, the batch is not at the gate, there is no such entry, or the change is refused.</exception>
    public Task<T> Edit<T>(Func<StageEdit, T> change)
    {
        StageCall at = this;
        return Database.Write(
            Caller.Actor,
            u =>
            {
                DecideGate.AtGate(u.Connection, at.Project, at.Batch);
                GateEntry found = GateEntry.Find(u.Connection, at.Modalities, at.Project, at.Batch, at.Entry);
                return change(new(u, at.Batch, new About(at.Project, "batch/" + at.Batch), found));
            }
        );
    }
}
