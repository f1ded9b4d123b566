using Overread.Deidentification.Patients;
using Overread.Dicom.Deface;
using Overread.Dicom.PixelText;

namespace Overread.Dicom.Deidentify.Batch;

/// <summary>How a batch is run.</summary>
public sealed record BatchOptions
{
    /// <summary>Files worked on at once, each in memory. Outputs, their names and the report are the same for any number.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Nothing is written; everything is read, decided and counted.</summary>
    public bool DryRun { get; init; }

    /// <summary>Every output is reread and searched for what its source says.</summary>
    public bool Check { get; init; } = true;

    /// <summary>Objects that a person should look at are written too; else they are counted and left out.</summary>
    public bool IncludeHeld { get; init; } = true;

    /// <summary>What to do about text in pixels.</summary>
    public PixelStep Pixels { get; init; } = PixelStep.None;

    /// <summary>What finds and reads text in pixels; needed unless <see cref="Pixels"/> is none.</summary>
    public ITextEngine? TextEngine { get; init; }

    /// <summary>Boxes cover what an ultrasound shows outside its scan regions too, where it says which they are.</summary>
    public bool OutsideRegions { get; init; }

    /// <summary>Boxes from an earlier run that proposed them; null for none.</summary>
    public PixelPlan? Boxes { get; init; }

    /// <summary>Cuts of an earlier run that a person approved; null for none. Those alone claim option 113102.</summary>
    public FacePlan? Faces { get; init; }

    /// <summary>Told of each series that was looked at for a face, for pictures; null for nobody.</summary>
    public Action<FaceSeries, FaceProposal>? FaceSeen { get; init; }

    /// <summary>
    /// What was decided about who is who; what is undecided is not written then. Null for nothing: then doubts are counted,
    /// and only a study of two patients is held back.
    /// </summary>
    public Crosswalk? Crosswalk { get; init; }

    /// <summary>Names of files that a DICOMDIR may list, and a DICOMDIR beside them.</summary>
    public bool MediaDirectory { get; init; }
}
