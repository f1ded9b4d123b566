using System.Collections.Immutable;
using Overread.Domain.Fitness;
using Overread.Domain.Projects;
using Overread.Domain.Training;

namespace Overread.Server.Features.Fitness.Contracts;

/// <summary>What a project demands, and what is known of its readers. Immutable.</summary>
internal sealed record ProjectFitness
{
    public static ProjectFitness Nothing { get; } = new();

    public FitnessRules Rules { get; init; } = new();

    /// <summary>True once the project has laid down rules: only then is an item itself asked about.</summary>
    public bool HasRules { get; init; }

    public int? Guideline { get; init; }

    /// <summary>The published protocol version that new reads are made under; 0 before the first.</summary>
    public int ProtocolVersion { get; init; }

    public ImmutableDictionary<string, Qualifications> Stated { get; init; } =
        ImmutableDictionary<string, Qualifications>.Empty;

    public ImmutableDictionary<string, int> Seen { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>The newest version of the guideline that changed a definition; null where none did.</summary>
    public int? Definition { get; init; }

    /// <summary>The kinds of qualification that the project has sealed tests for, by bank, each under one protocol version.</summary>
    public ImmutableDictionary<string, (string Kind, int Version)> Tests { get; init; } =
        ImmutableDictionary<string, (string, int)>.Empty;

    public ImmutableDictionary<string, ImmutableList<TestedQualification>> Tested { get; init; } =
        ImmutableDictionary<string, ImmutableList<TestedQualification>>.Empty;

    /// <summary>What a person is qualified by through sealed tests, ended ones among them.</summary>
    public IReadOnlyList<TestedQualification> TestedBy(string person) =>
        Tested.GetValueOrDefault(person, ImmutableList<TestedQualification>.Empty);

    public int? Acknowledged(string person) => Seen.TryGetValue(person, out int version) ? version : null;

    /// <summary>All that decides about a reader and an item.</summary>
    /// <param name="person">The reader.</param>
    /// <param name="version">The protocol version that is read under; null for the one in force.</param>
    /// <param name="item">The item; null where the reader alone is asked about.</param>
    /// <param name="now">The time.</param>
    public FitnessCase Case(string person, int? version, ItemStand? item, DateTimeOffset now) =>
        new(
            Rules,
            Guideline,
            version ?? ProtocolVersion,
            new(Stated.GetValueOrDefault(person), Acknowledged(person)) { Tested = TestedBy(person) },
            item,
            now
        )
        {
            Definition = Definition,
            HasTest = Tests.Values.Contains((Rules.Qualification ?? "", version ?? ProtocolVersion)),
        };
}
