using Overread.Deidentification.Risk;
using Overread.Dicom.Deface;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.PixelText;

namespace Overread.Dicom.Deidentify.Batch;

/// <summary>What a batch did, without a value or a name of any source.</summary>
public sealed record BatchReport
{
    /// <summary>Edition of PS3.15.</summary>
    public required string Edition { get; init; }

    /// <summary>Hash of the plan.</summary>
    public required string PlanHash { get; init; }

    /// <summary>Profile of the plan.</summary>
    public required string Profile { get; init; }

    /// <summary>Words of the options.</summary>
    public required IReadOnlyList<string> Options { get; init; }

    /// <summary>Which key was used.</summary>
    public required string KeyFingerprint { get; init; }

    /// <summary>Claims computed from the plan and from what this run did and left undone.</summary>
    public required IReadOnlyList<ClaimFinding> Claims { get; init; }

    /// <summary>Files in all.</summary>
    public int Files { get; init; }

    /// <summary>Files rewritten in this run.</summary>
    public int Written { get; init; }

    /// <summary>Files that an earlier run had rewritten.</summary>
    public int Skipped { get; init; }

    /// <summary>Files refused, by reason.</summary>
    public required IReadOnlyDictionary<string, int> Refused { get; init; }

    /// <summary>Numbers (from 1, in sorted order of names) of the files refused.</summary>
    public required IReadOnlyList<int> RefusedNumbers { get; init; }

    /// <summary>Objects that a person should look at, by reason.</summary>
    public required IReadOnlyDictionary<string, int> Reviews { get; init; }

    /// <summary>Outputs in which the residual check found something, by what it was; such outputs are not written.</summary>
    public required IReadOnlyDictionary<string, int> Residuals { get; init; }

    /// <summary>Numbers of the files in whose output something was found.</summary>
    public required IReadOnlyList<int> ResidualNumbers { get; init; }

    /// <summary>Elements per attribute and action: "(0010,0010) PatientName Pseudonym".</summary>
    public required IReadOnlyDictionary<string, long> Elements { get; init; }

    /// <summary>Different patients in the output.</summary>
    public int Patients { get; init; }

    /// <summary>Doubts about who is who.</summary>
    public IdentityFindings Identities { get; init; } = new(0, 0, 0);

    /// <summary>Bytes read.</summary>
    public long Bytes { get; init; }

    /// <summary>What was found in pixels; null where nobody looked.</summary>
    public PixelPlan? Pixels { get; init; }

    /// <summary>Series in which a face may be seen, and what became of them; null where the plan does not ask for it.</summary>
    public FacePlan? Faces { get; init; }

    /// <summary>How many patients of this run share what is left about them, by combination of attributes.</summary>
    public IReadOnlyList<RiskRow> Risk { get; init; } = [];
}
