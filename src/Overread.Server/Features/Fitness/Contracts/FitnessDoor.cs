using System.Collections.Concurrent;
using Overread.Domain;
using Overread.Domain.Fitness;
using Overread.Domain.Projects;
using Overread.Server.Access;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Server.Features.Training.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Fitness.Contracts;

/// <summary>
/// Stands before every route that shows a reader an item or takes their answers, and turns away who is not fit. A refusal is
/// put into the record the first time on a day for a person and a reason.
/// </summary>
internal sealed class FitnessDoor(FitnessBook book, IDatabase database, TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Project, string Person, string Code), DateOnly> _noted = new();

    /// <summary>True for a caller who has an action as a reader alone.</summary>
    public static bool IsByReading(Caller caller, Action action) =>
        Permissions.IsReading(action)
        && caller.Is(Role.Reader)
        && !Permissions.Allow(caller.Roles.Where(r => r != Role.Reader), action);

    /// <summary>Lets a request through, or refuses it.</summary>
    /// <exception cref="RefusedException">The reader is not fit.</exception>
    public async Task Pass(HttpContext http, Caller caller, Action action)
    {
        if (
            caller.Project is not { } project
            || !IsByReading(caller, action)
            || http.GetEndpoint()!.Metadata.GetMetadata<OpenToReaders>() is not null
        )
        {
            return;
        }

        FitnessAct act =
            http.GetEndpoint()!.Metadata.GetMetadata<Trains>() is not null ? FitnessAct.Train
            : http.GetEndpoint()!.Metadata.GetMetadata<HandsOut>() is null ? FitnessAct.Work
            : FitnessAct.TakeItem;
        Refusal? refusal;
        // On the path of every picture: a project without rules costs no look into the store.
        if (act == FitnessAct.Work && book.Of(project) is { HasRules: false } plain)
        {
            refusal = FitnessCheck.Refuse(plain.Case(caller.Person, null, null, time.GetUtcNow()), act);
            if (refusal is not null)
            {
                await Refuse(caller, project, refusal);
            }

            return;
        }

        using (ReadLease read = database.Read())
        {
            (string? item, int? version) = ItemOf(http, read, caller.Person);
            // What somebody practises on, or is tested with, is no read of theirs.
            if (
                act == FitnessAct.Work
                && version is null
                && item is not null
                && TrainingTable.IsGiven(read.Connection, item, caller.Person)
            )
            {
                act = FitnessAct.Train;
            }

            // Of a read that somebody holds, the lapse of a licence alone is let pass where the project demands none.
            refusal = book.Refuse(read.Connection, project, caller.Person, item, version, act, time.GetUtcNow());
            if (act == FitnessAct.TakeItem && refusal is not null && HoldsOne(read, project, caller.Person))
            {
                refusal = book.Refuse(
                    read.Connection,
                    project,
                    caller.Person,
                    null,
                    null,
                    FitnessAct.Work,
                    time.GetUtcNow()
                );
            }
        }

        if (refusal is not null)
        {
            await Refuse(caller, project, refusal);
        }
    }

    /// <summary>True where an item may be shown to a caller; nothing is recorded.</summary>
    public bool Fits(System.Data.Common.DbConnection c, Caller caller, Action action, string item) =>
        !IsByReading(caller, action)
        || book.Refuse(
            c,
            caller.InProject,
            caller.Person,
            item,
            ReadTable.VersionOf(c, item, caller.Person),
            FitnessAct.Work,
            time.GetUtcNow()
        )
            is null;

    /// <summary>Refuses where one of several items is not for the reader.</summary>
    /// <exception cref="RefusedException">One is not.</exception>
    public async Task PassItems(Caller caller, Action action, IEnumerable<string> items)
    {
        if (!IsByReading(caller, action))
        {
            return;
        }

        Refusal? refusal = null;
        using (ReadLease read = database.Read())
        {
            foreach (string item in items)
            {
                refusal ??= book.Refuse(
                    read.Connection,
                    caller.InProject,
                    caller.Person,
                    item,
                    ReadTable.VersionOf(read.Connection, item, caller.Person),
                    FitnessAct.Work,
                    time.GetUtcNow()
                );
            }
        }

        if (refusal is not null)
        {
            await Refuse(caller, caller.InProject, refusal);
        }
    }

    private static bool HoldsOne(ReadLease read, string project, string person) =>
        ReadTable.Held(read.Connection, project, person, null) is not null;

    private static (string? Item, int? Version) ItemOf(HttpContext http, ReadLease read, string person)
    {
        if (http.Request.RouteValues.GetValueOrDefault("read") is string named)
        {
            return ReadTable.Holder(read.Connection, named) is { } holder ? (holder.Item, holder.Version) : default;
        }

        return
            http.Request.RouteValues.GetValueOrDefault("file") is string file
            && ItemTable.OfFile(read.Connection, file) is { } item
            ? (item, ReadTable.VersionOf(read.Connection, item, person))
            : default;
    }

    private async Task Refuse(Caller caller, string project, Refusal refusal)
    {
        DateOnly today = Timestamps.Day(time.GetUtcNow());
        (string, string, string) key = (project, caller.Person, refusal.Code);
        if (!_noted.TryGetValue(key, out DateOnly noted) || noted != today)
        {
            await database.Write(
                caller.Actor,
                u =>
                {
                    string? last = FitnessTable.LastRefused(u.Connection, project, caller.Person, refusal.Code);
                    if (last is null || Timestamps.Day(Timestamps.Parse(last)) != today)
                    {
                        u.Append(
                            new About(project, "fitness/" + project),
                            new ReaderHeldBack(caller.Person, refusal.Code)
                        );
                    }

                    return true;
                }
            );
            _noted[key] = today;
        }

        throw new RefusedException(refusal);
    }
}
