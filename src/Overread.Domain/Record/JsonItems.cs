using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Overread.Domain.Record;

/// <summary>
/// Refuses null among the items of lists and the values of maps that come from outside: nullable annotations say what
/// items may be, but the serializer holds members alone to theirs.
/// </summary>
internal static class JsonItems
{
    /// <summary>Where in <see cref="Exception.Data"/> the rest of the path stands, behind <see cref="JsonException.Path"/>.</summary>
    public const string Rest = "overread.path";

    /// <summary>Checks each object when all its members are there.</summary>
    public static void Check(JsonTypeInfo info)
    {
        if (info.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        List<JsonPropertyInfo> checkedOnes = [.. info.Properties.Where(p => p.Get is not null && HoldsItems(p))];
        if (checkedOnes.Count > 0)
        {
            info.OnDeserialized += made => Check(made, checkedOnes);
        }
    }

    private static void Check(object made, List<JsonPropertyInfo> properties)
    {
        foreach (JsonPropertyInfo property in properties)
        {
            string? gap = property.Get!(made) switch
            {
                IDictionary map => Gap(map),
                IEnumerable items => Gap(items),
                _ => null,
            };
            if (gap is not null)
            {
                JsonException refused = new("An item is null.");
                refused.Data[Rest] = $".{property.Name}{gap}";
                throw refused;
            }
        }
    }

    private static string? Gap(IDictionary map)
    {
        foreach (DictionaryEntry entry in map)
        {
            if (entry.Value is null)
            {
                return $".{entry.Key}";
            }
        }

        return null;
    }

    private static string? Gap(IEnumerable items)
    {
        int i = 0;
        foreach (object? item in items)
        {
            if (item is null)
            {
                return $"[{i}]";
            }

            i++;
        }

        return null;
    }

    private static bool HoldsItems(JsonPropertyInfo property)
    {
        if (
            property.PropertyType == typeof(string)
            || !property.PropertyType.IsAssignableTo(typeof(IEnumerable))
            || property.AttributeProvider is not PropertyInfo { GetMethod: not null } member
        )
        {
            return false;
        }

        NullabilityInfo shape = new NullabilityInfoContext().Create(member);
        NullabilityInfo? item = shape.ElementType ?? shape.GenericTypeArguments.LastOrDefault();
        return item is { Type.IsValueType: false, ReadState: NullabilityState.NotNull };
    }
}
