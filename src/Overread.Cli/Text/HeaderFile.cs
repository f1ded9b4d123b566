using System.Globalization;
using System.Text.Json;
using Overread.Deidentification.Phi;

namespace Overread.Cli.Text;

/// <summary>What is known of the cases: one object for all files, or "files" with an object for each.</summary>
internal sealed class HeaderFile
{
    private readonly PhiHeader? _all;
    private readonly Dictionary<string, PhiHeader> _files = new(StringComparer.Ordinal);

    private HeaderFile(PhiHeader? all) => _all = all;

    /// <summary>What is known of the case that a file belongs to, or null.</summary>
    internal PhiHeader? Of(string file) => _files.GetValueOrDefault(file) ?? _all;

    /// <summary>Reads a file; without one nothing is known.</summary>
    /// <exception cref="CommandFailedException">It is no such JSON; the message says where.</exception>
    internal static HeaderFile Read(string? path)
    {
        if (path is null)
        {
            return new(null);
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
            if (!json.RootElement.TryGetProperty("files", out JsonElement files))
            {
                return new(Header(path, json.RootElement));
            }

            HeaderFile read = new(null);
            foreach (JsonProperty file in files.EnumerateObject())
            {
                read._files.Add(file.Name, Header(path, file.Value));
            }

            return read;
        }
        catch (JsonException e)
        {
            throw new CommandFailedException(
                string.Create(CultureInfo.InvariantCulture, $"{path}, line {e.LineNumber + 1}: no JSON.")
            );
        }
        catch (InvalidOperationException)
        {
            throw new CommandFailedException(
                $"{path}: an object is meant, with names, patientId, issuer, ids, birthDate, or with files."
            );
        }
    }

    private static PhiHeader Header(string path, JsonElement json)
    {
        string? day = Text(path, json, "birthDate");
        DateOnly birth = default;
        if (
            day is { Length: > 0 }
            && !DateOnly.TryParseExact(
                day,
                ["yyyy-MM-dd", "yyyyMMdd"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out birth
            )
        )
        {
            throw new CommandFailedException($"{path}, birthDate: yyyy-MM-dd or yyyyMMdd is meant.");
        }

        return new()
        {
            Names =
            [
                .. List(path, json, "names"),
                .. Text(path, json, "name") is { Length: > 0 } name ? [name] : Array.Empty<string>(),
            ],
            PatientId = Text(path, json, "patientId") ?? "",
            Issuer = Text(path, json, "issuer") ?? "",
            Ids = List(path, json, "ids"),
            BirthDate = day is { Length: > 0 } ? birth : null,
        };
    }

    private static string? Text(string path, JsonElement json, string field) =>
        !json.TryGetProperty(field, out JsonElement value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw new CommandFailedException($"{path}, {field}: a text is meant.");

    private static string[] List(string path, JsonElement json, string field) =>
        !json.TryGetProperty(field, out JsonElement value) ? []
        : value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(v => v.GetString()!)]
        : throw new CommandFailedException($"{path}, {field}: a list of texts is meant.");
}
