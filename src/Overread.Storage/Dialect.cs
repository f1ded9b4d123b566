namespace Overread.Storage;

/// <summary>
/// What one database says otherwise than another. Statements are portable SQL; the few words that no spelling makes portable
/// are asked for here, so that a second database answers them in one place.
/// </summary>
public abstract class Dialect
{
    /// <summary>
    /// What follows the closing bracket of <c>CREATE TABLE</c> where rows are found by their primary key and nothing else: kept
    /// in its order, if the database can. Empty, or begins with a space.
    /// </summary>
    public abstract string Clustered { get; }

    /// <summary>The type of a column of bytes.</summary>
    public abstract string Bytes { get; }
}
