using System.Text.Json;
using Overread.Client;

namespace Overread.Cli.Server;

/// <summary>Files that hold what the API takes, as JSON.</summary>
internal static class BodyFile
{
    /// <summary>Reads one.</summary>
    /// <param name="file">The file.</param>
    /// <param name="what">What it is to hold, with its article: "a target population".</param>
    /// <exception cref="CommandFailedException">It is not there, or holds something else; where.</exception>
    public static T Read<T>(string file, string what)
    {
        try
        {
            return Of(File.ReadAllText(file), file, what, JsonSerializer.Deserialize<T>);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{file} cannot be read as {what}: {e.Message}");
        }
    }

    /// <summary>A part of a file that was read.</summary>
    /// <exception cref="CommandFailedException">It is something else.</exception>
    public static T Part<T>(System.Text.Json.Nodes.JsonNode? part, string file, string what) =>
        Of(part, file, what, (node, options) => node.Deserialize<T>(options));

    private static T Of<TFrom, T>(TFrom from, string file, string what, Func<TFrom, JsonSerializerOptions, T?> read)
    {
        try
        {
            return read(from, OverreadClient.JsonOptions)
                ?? throw new CommandFailedException($"{file} holds nothing where {what} should stand.");
        }
        catch (JsonException e)
        {
            throw new CommandFailedException($"{file} cannot be read as {what}: {e.Message}");
        }
    }
}
