namespace Overread.Imaging.Marks;

/// <summary>Shapes that stand in the patient.</summary>
public enum PatientShapeKind
{
    /// <summary>A closed contour in one plane; several of one mark in one plane are combined by exclusive or.</summary>
    Closed,

    /// <summary>An open line.</summary>
    Open,

    /// <summary>One or more places.</summary>
    Points,
}
