using System.Text.Json.Serialization.Metadata;
using Overread.Domain.Marks;
using Overread.Domain.Modalities;

namespace Overread.Domain.Record;

/// <summary>Tells JSON the shapes and contents that modalities bring, by the names they have in every file.</summary>
internal static class JsonKinds
{
    /// <summary>Adds the derived types of <see cref="DomainEvent"/>, <see cref="Region"/> and <see cref="FileContent"/>.</summary>
    public static void Add(JsonTypeInfo info)
    {
        if (info.Type == typeof(DomainEvent))
        {
            info.PolymorphismOptions = Of(
                EventTypes.All.Select(e => new JsonDerivedType(e, e.Name)),
                EventTypes.Discriminator
            );
        }
        else if (info.Type == typeof(Region))
        {
            info.PolymorphismOptions = Of(DomainModalities.Regions.Select(r => new JsonDerivedType(r.Region, r.Name)));
        }
        else if (info.Type == typeof(FileContent))
        {
            info.PolymorphismOptions = Of(
                DomainModalities.All.SelectMany(m => m.Contents).Select(c => new JsonDerivedType(c.Content, c.Name))
            );
        }
    }

    private static JsonPolymorphismOptions Of(IEnumerable<JsonDerivedType> types, string member = "kind")
    {
        JsonPolymorphismOptions options = new() { TypeDiscriminatorPropertyName = member };
        foreach (JsonDerivedType type in types)
        {
            options.DerivedTypes.Add(type);
        }

        return options;
    }
}
