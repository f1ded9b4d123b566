using System.Text.Json;
using Overread.Domain.Marks;
using Overread.Domain.Protocols.Kinds;

namespace Overread.Domain.Modalities;

/// <summary>What a modality brings to the domain.</summary>
public abstract class DomainModality
{
    /// <summary>Its name, lower case.</summary>
    public abstract string Name { get; }

    /// <summary>What its files hold: the name of each content in JSON, and its type.</summary>
    public abstract IReadOnlyList<(string Name, Type Content)> Contents { get; }

    /// <summary>The shapes that are drawn in its files.</summary>
    public abstract IReadOnlyList<RegionKind> Regions { get; }

    /// <summary>The kinds of field that ask for those shapes.</summary>
    public abstract IReadOnlyList<FieldKind> Fields { get; }

    /// <summary>Its own events, such as what was done at the gate, in the order in which they came to be.</summary>
    public abstract IReadOnlyList<Type> Events { get; }

    /// <summary>
    /// The content of a file as an event of an earlier build states it, beside the file's other members; null where it is
    /// none of this modality's.
    /// </summary>
    public virtual FileContent? Former(JsonElement file) => null;
}
