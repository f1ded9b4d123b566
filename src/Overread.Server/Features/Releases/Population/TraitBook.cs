using Overread.Domain.Intake;
using Overread.Domain.Record;
using Overread.Domain.Releases;
using Overread.Server.Composition;
using Overread.Server.Features.Fitness.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Releases.Population;

/// <summary>What the record coarsely knows of the items of a project, and the population that it aims at.</summary>
internal sealed class TraitBook
{
    private static readonly IReadOnlyDictionary<string, ItemTrait> Nothing = new Dictionary<string, ItemTrait>();
    private readonly Dictionary<string, IReadOnlyDictionary<string, ItemTrait>> _traits;
    private readonly Dictionary<string, string> _sites;

    private TraitBook(
        Dictionary<string, IReadOnlyDictionary<string, ItemTrait>> traits,
        Dictionary<string, string> sites,
        TargetPopulation? target
    )
    {
        _traits = traits;
        _sites = sites;
        Target = target;
        Names =
        [
            .. Traits.All,
            .. traits
                .Values.SelectMany(t => t.Keys)
                .Concat((target?.Shares ?? []).Select(s => s.Trait))
                .Distinct(StringComparer.Ordinal)
                .Except(Traits.All, StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The stream of what is declared of a project's population.</summary>
    public static string Stream(string project) => "population/" + project;

    /// <summary>The population that is aimed at; null where none is declared.</summary>
    public TargetPopulation? Target { get; }

    /// <summary>Every trait that the papers count: those of any modality first, then what headers and the target bring.</summary>
    public IReadOnlyList<string> Names { get; }

    public static TraitBook Load(ReadLease read, string project)
    {
        Dictionary<string, IReadOnlyDictionary<string, ItemTrait>> traits = new(StringComparer.Ordinal);
        foreach (
            Envelope e in read.Record.Events(new RecordQuery { Project = project, Types = [nameof(ItemDescribed)] })
        )
        {
            if (e.Item is { } item && e.Event is ItemDescribed described)
            {
                traits[item] = described.Traits.ToDictionary(t => t.Name, StringComparer.Ordinal);
            }
        }

        return new(traits, FitnessTable.SiteOf(read.Connection, project), TargetOf(read.Record, project));
    }

    /// <summary>The population that a project aims at, as it was declared last; null where none is.</summary>
    public static TargetPopulation? TargetOf(IRecordReader record, string project) =>
        LastEvents.Of<TargetPopulationDeclared>(record, Stream(project))?.Target;

    /// <summary>One trait of an item. What the project states of its site holds before what the data say.</summary>
    public ItemTrait Of(string item, string name) =>
        name == Traits.Site && _sites.TryGetValue(item, out string? site)
            ? ItemTrait.Known(name, site)
            : _traits.GetValueOrDefault(item, Nothing).GetValueOrDefault(name) ?? new(name, null);

    /// <summary>Why a trait is not known, for the papers.</summary>
    public static string Why(TraitGap? gap) =>
        gap switch
        {
            TraitGap.NotStated => "unknown, because what was received does not state it",
            TraitGap.PlanRemoves => "unknown, because the plan of de-identification removes it",
            TraitGap.PlanChanges => "unknown, because the plan of de-identification changes it",
            TraitGap.Unreadable => "unknown, because what was received states no value of it",
            TraitGap.Several => "unknown, because parts of the item state different values",
            _ => "unknown, because nothing was taken of it when the item came",
        };
}
