using System.Collections.Immutable;
using System.Data.Common;
using Overread.Domain.Fitness;
using Overread.Domain.Guidelines;
using Overread.Domain.Projects;
using Overread.Domain.Protocols;
using Overread.Domain.Record;
using Overread.Domain.Training;
using Overread.Server.Features.Guidelines.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Training.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Fitness.Contracts;

/// <summary>
/// Who is fit to read in which project, in memory: asked on every request of a reader. Written by the sequencer, read by
/// everybody.
/// </summary>
internal sealed class FitnessBook : IMemoryProjection
{
    private volatile ImmutableDictionary<string, ProjectFitness> _projects = ImmutableDictionary<
        string,
        ProjectFitness
    >.Empty;

    /// <summary>A project's rules and what is known of its readers.</summary>
    public ProjectFitness Of(string project) => _projects.GetValueOrDefault(project, ProjectFitness.Nothing);

    /// <summary>What keeps a reader from an item, or from all of them; null where nothing does.</summary>
    /// <param name="c">The store.</param>
    /// <param name="project">The project.</param>
    /// <param name="person">The reader.</param>
    /// <param name="item">The item; null where the reader alone is asked about.</param>
    /// <param name="version">The protocol version that is read under; null for the one in force.</param>
    /// <param name="act">What they are about to do.</param>
    /// <param name="now">The time.</param>
    public Domain.Refusal? Refuse(
        DbConnection c,
        string project,
        string person,
        string? item,
        int? version,
        FitnessAct act,
        DateTimeOffset now
    )
    {
        ProjectFitness fitness = Of(project);
        ItemStand? stand = item is null || !fitness.HasRules ? null : FitnessTable.Stand(c, item, person);
        return FitnessCheck.Refuse(fitness.Case(person, version, stand, now), act);
    }

    public void Load(DbConnection connection)
    {
        Dictionary<string, ProjectFitness> all = [];
        foreach ((string project, _, int version) in ProjectTable.All(connection))
        {
            all[project] = new ProjectFitness
            {
                ProtocolVersion = version,
                Stated = RegisterTable.Of(connection, project).ToImmutableDictionary(),
            };
        }

        foreach ((string project, FitnessRules rules) in FitnessTable.Rules(connection))
        {
            all[project] = all[project] with { Rules = rules, HasRules = true };
        }

        foreach ((string project, int version) in GuidelineTable.Current(connection))
        {
            all[project] = all[project] with { Guideline = version };
        }

        foreach ((string project, string person, int version) in GuidelineTable.Seen(connection))
        {
            all[project] = all[project] with { Seen = all[project].Seen.SetItem(person, version) };
        }

        foreach ((string project, int version) in GuidelineTable.Definitions(connection))
        {
            all[project] = all[project] with { Definition = version };
        }

        foreach ((string project, TrainingSet bank) in TrainingTable.Banks(connection))
        {
            all[project] = WithTest(all[project], bank);
        }

        foreach ((string project, string person, TestedQualification passed) in TrainingTable.Passed(connection))
        {
            all[project] = WithPass(all[project], person, passed);
        }

        _projects = all.ToImmutableDictionary();
    }

    private static ProjectFitness WithTest(ProjectFitness before, TrainingSet set) =>
        set.Test is { } test
            ? before with
            {
                Tests = before.Tests.SetItem(set.Id, (test.Qualification, set.ProtocolVersion)),
            }
            : before;

    private static ProjectFitness WithPass(ProjectFitness before, string person, TestedQualification passed) =>
        before with
        {
            Tested = before.Tested.SetItem(person, [.. before.TestedBy(person), passed]),
        };

    public void Apply(Envelope envelope)
    {
        if (envelope.Project is not { } project)
        {
            return;
        }

        ProjectFitness before = Of(project);
        ProjectFitness after = envelope.Event switch
        {
            FitnessRulesSet e => before with { Rules = e.Rules, HasRules = true },
            QualificationsStated e => before with { Stated = before.Stated.SetItem(e.Person, e.Stated) },
            ProtocolPublished e => before with { ProtocolVersion = e.Version },
            GuidelinePublished e => before with
            {
                Guideline = e.Version,
                Definition = e.Body.RedefinesFields() ? e.Version : before.Definition,
            },
            TrainingSetKept e => WithTest(before, e.Set),
            QualificationPassed e => WithPass(before, e.Person, e.Passed),
            GuidelineAcknowledged e => before with { Seen = before.Seen.SetItem(e.Person, e.Version) },
            _ => before,
        };
        if (!ReferenceEquals(before, after))
        {
            _projects = _projects.SetItem(project, after);
        }
    }
}
