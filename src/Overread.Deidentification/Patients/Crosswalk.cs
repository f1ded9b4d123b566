using Overread.Deidentification.Pseudonyms;

namespace Overread.Deidentification.Patients;

/// <summary>
/// What is known of a project's patients from before: decisions, and whose pseudonym was given out. Kept with the project's
/// key and nowhere else: it identifies. Nothing is joined and nothing is told apart by itself; what might be one patient and
/// what might be two is asked, and blocks until it is decided.
/// </summary>
/// <param name="Decisions">Decisions; who is who does not depend on their order.</param>
/// <param name="Released">Patients whose pseudonym was given out, the first first.</param>
public sealed record Crosswalk(IReadOnlyList<PatientDecision> Decisions, IReadOnlyList<ReleasedPatient> Released)
{
    /// <summary>Knows nobody.</summary>
    public static Crosswalk Empty { get; } = new([], []);

    /// <summary>Finds who may be one and who may be two, and from what each pseudonym is derived.</summary>
    /// <param name="register">What the sources at hand say.</param>
    /// <param name="key">The project's key, which names the findings.</param>
    public PatientResolution Resolve(PatientRegister register, ProjectKey key) => new(this, register, key);

    /// <summary>
    /// The same with decisions added. One that says same or different of two takes the place of what was said of these two
    /// before.
    /// </summary>
    public Crosswalk With(IEnumerable<PatientDecision> more)
    {
        Dictionary<(PatientReference, PatientReference), int> about = [];
        List<PatientDecision> all = [];
        foreach (PatientDecision decision in Decisions.Concat(more).Distinct())
        {
            bool pair = decision.Kind is PatientDecisionKind.Same or PatientDecisionKind.Different;
            if (pair && about.TryGetValue((decision.One, decision.Other), out int at))
            {
                all[at] = decision;
                continue;
            }

            if (pair)
            {
                about[(decision.One, decision.Other)] = about[(decision.Other, decision.One)] = all.Count;
            }

            all.Add(decision);
        }

        return this with
        {
            Decisions = all,
        };
    }

    /// <summary>The same without a decision, which has to be equal to one of them.</summary>
    public Crosswalk Without(PatientDecision decision) =>
        this with
        {
            Decisions = [.. Decisions.Where(d => d != decision)],
        };

    /// <summary>Merges that lead in a circle, and numbers that were merged into two: none in a crosswalk that can be used.</summary>
    public int MergeConflicts
    {
        get
        {
            MergeGraph graph = new();
            foreach (PatientDecision merge in Decisions.Where(d => d.Kind is PatientDecisionKind.Merge))
            {
                graph.Add(merge.One.Identity, merge.Other.Identity);
            }

            return graph.Conflicts().Count();
        }
    }

    /// <summary>
    /// The same with everybody noted whose pseudonym is now given out, and in which studies. Who is known keeps what he has.
    /// </summary>
    public Crosswalk Release(IEnumerable<ReleasedPatient> more)
    {
        List<ReleasedPatient> all = [.. Released];
        Dictionary<SourcePatient, int> known = all.Select((r, i) => (r.Patient, i))
            .ToDictionary(r => r.Patient, r => r.i);
        foreach (ReleasedPatient patient in more)
        {
            if (known.TryAdd(patient.Patient, all.Count))
            {
                all.Add(patient);
            }
            else
            {
                int at = known[patient.Patient];
                all[at] = all[at].With(patient.Studies);
            }
        }

        return this with
        {
            Released = all,
        };
    }

    /// <summary>Says nothing of the patients.</summary>
    public override string ToString() => "crosswalk";
}
