namespace Overread.Domain.Modalities.Imaging;

/// <summary>What a companion of images can be.</summary>
public static class CompanionKind
{
    /// <summary>A structured report: measurements, findings, doses, logs.</summary>
    public const string Report = "report";

    /// <summary>A choice of images, with a title.</summary>
    public const string KeyObjects = "key-objects";

    /// <summary>How images are to be shown, with drawings and texts over them.</summary>
    public const string Presentation = "presentation";

    /// <summary>Which voxels belong to what.</summary>
    public const string Segmentation = "segmentation";

    /// <summary>Contours of organs and targets.</summary>
    public const string Structures = "structures";

    /// <summary>A dose in space.</summary>
    public const string Dose = "dose";

    /// <summary>A plan or record of radiotherapy.</summary>
    public const string Plan = "plan";

    /// <summary>How one frame of reference lies in another, and points in both.</summary>
    public const string Registration = "registration";

    /// <summary>What stored values mean.</summary>
    public const string Values = "values";

    /// <summary>A PDF, a CDA document or a model as a file.</summary>
    public const string Document = "document";

    /// <summary>A curve over time, such as an electrocardiogram; sound too.</summary>
    public const string Waveform = "waveform";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [Report, KeyObjects, Presentation, Segmentation, Structures, Dose, Plan, Registration, Values, Document, Waveform];
}
