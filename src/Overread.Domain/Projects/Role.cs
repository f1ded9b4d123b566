namespace Overread.Domain.Projects;

/// <summary>What a person may be in a project. Administrator is of the whole installation.</summary>
public enum Role
{
    /// <summary>Manages accounts; opens projects; sees no labels by that alone.</summary>
    Administrator,

    /// <summary>Runs the project: protocol, members, progress, releases.</summary>
    Lead,

    /// <summary>Receives data and answers for its de-identification.</summary>
    Steward,

    /// <summary>Labels.</summary>
    Reader,

    /// <summary>Decides disputes.</summary>
    Adjudicator,

    /// <summary>Reads everything, changes nothing.</summary>
    Auditor,
}
