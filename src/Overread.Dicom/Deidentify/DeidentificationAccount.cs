using Overread.Deidentification.Pseudonyms;
using Overread.Dicom.Deidentify.Plans;

namespace Overread.Dicom.Deidentify;

/// <summary>
/// What one pass did to one object: for the gate's screen, for the report of a batch, for the record. Holds no value of
/// the source.
/// </summary>
public sealed class DeidentificationAccount
{
    private readonly Dictionary<(Tag Tag, ElementAction Action), int> _counts = [];
    private readonly List<AccountEntry> _entries = [];

    internal DeidentificationAccount(DeidentificationPlan plan, ProjectKey key, AccountDetail detail)
    {
        PlanHash = plan.Hash;
        KeyFingerprint = key.Fingerprint;
        Detail = detail;
    }

    /// <summary>Hash of the plan that was applied.</summary>
    public string PlanHash { get; }

    /// <summary>Edition of PS3.15 whose table was applied.</summary>
    public string Edition { get; } = DeidentificationPlan.Edition;

    /// <summary>Which key was used, without betraying it.</summary>
    public string KeyFingerprint { get; }

    /// <summary>How much was written down.</summary>
    public AccountDetail Detail { get; }

    /// <summary>Why nothing was written; <see cref="Refusal.None"/> where the object was rewritten.</summary>
    public Refusal Refusal { get; internal set; }

    /// <summary>Findings of reading the source.</summary>
    public IReadOnlyList<Finding> Findings { get; internal set; } = [];

    /// <summary>Why a person must look at the object before it may pass; empty where nothing calls for it.</summary>
    public IReadOnlyList<ReviewReason> Reviews { get; internal set; } = [];

    /// <summary>Every element, in the order met; empty unless <see cref="AccountDetail.Elements"/> was asked for.</summary>
    public IReadOnlyList<AccountEntry> Entries => _entries;

    /// <summary>Number of elements per attribute and action.</summary>
    public IReadOnlyDictionary<(Tag Tag, ElementAction Action), int> Counts => _counts;

    /// <summary>Elements left as they were.</summary>
    public int Kept { get; private set; }

    /// <summary>Elements with another value.</summary>
    public int Changed { get; private set; }

    /// <summary>Elements taken out, those inside removed sequences not counted.</summary>
    public int Removed { get; private set; }

    /// <summary>Elements written by the pass.</summary>
    public int Added { get; private set; }

    /// <summary>The patient's pseudonym in the output; "" where the object names no patient.</summary>
    public string Pseudonym { get; internal set; } = "";

    internal void Add(
        Element element,
        AccountChange change,
        in ElementDecision decision,
        List<(Tag Tag, int Item)> path
    )
    {
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(
            _counts,
            (element.Tag, decision.Action),
            out _
        )++;
        Kept += change == AccountChange.Kept ? 1 : 0;
        Changed += change == AccountChange.Changed ? 1 : 0;
        Removed += change == AccountChange.Removed ? 1 : 0;
        Added += change == AccountChange.Added ? 1 : 0;
        if (Detail == AccountDetail.Elements)
        {
            string place = string.Concat(path.Select(step => $"{step.Tag}[{step.Item}]/")) + element.Tag;
            _entries.Add(
                new AccountEntry(
                    place,
                    element.Tag,
                    AttributeRegistry.KeywordOf(element.Tag),
                    element.Vr,
                    path.Count,
                    change,
                    decision.Action,
                    decision.Reason
                )
            );
        }
    }
}
