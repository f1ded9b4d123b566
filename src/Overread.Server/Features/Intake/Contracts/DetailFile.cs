using System.Text.Json;
using Overread.Domain.Record;

namespace Overread.Server.Features.Intake.Contracts;

/// <summary>
/// A JSON file among a batch's details. Pages are shown while jobs write and destroy such files: what is read is whole, or it is
/// not there.
/// </summary>
internal static class DetailFile
{
    /// <summary>Keeps a value, whole or not at all.</summary>
    public static void Keep<T>(string path, T value)
    {
        string fresh = path + ".new";
        File.WriteAllText(fresh, JsonSerializer.Serialize(value, EventJson.Options));
        File.Move(fresh, path, overwrite: true);
    }

    /// <summary>What is kept; null where nothing is, or is no more.</summary>
    public static T? Read<T>(string path)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path), EventJson.Options);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            // Asked for first and opened then, it could go in between.
            return null;
        }
    }
}
