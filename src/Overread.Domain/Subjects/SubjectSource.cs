namespace Overread.Domain.Subjects;

/// <summary>How it is known whose an item is, as it stands in the record and in bundles.</summary>
public static class SubjectSource
{
    /// <summary>Its owner named the subject beside the item.</summary>
    public const string Stated = "stated";

    /// <summary>The item's name says it by the convention <c>patientN/studyM</c>.</summary>
    public const string Path = "path";

    /// <summary>Nobody said: the item counts as a subject of its own.</summary>
    public const string Guess = "guess";

    /// <summary>A pseudonym that the project's key makes of the patient's number.</summary>
    public const string Key = "key";
}
