using System.Text.Json;
using Overread.Client.Model;

namespace Overread.Client;

/// <content>Entries at the gate as their modality shows them.</content>
public sealed partial class OverreadClient
{
    /// <summary>Shows an entry as its modality needs it, with what was found in it.</summary>
    /// <typeparam name="T">
    /// <see cref="EntryDetailImagingEntryDetail"/> or <see cref="EntryDetailTextEntryDetail"/>, as the entry's modality says.
    /// </typeparam>
    /// <param name="project">The project's id.</param>
    /// <param name="batch">The batch's id.</param>
    /// <param name="entry">The entry's id.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <exception cref="OverreadProblemException">The server refused, or the entry is of another modality (http.odd).</exception>
    public async Task<T> ShowEntry<T>(string project, string batch, string entry, CancellationToken cancel = default)
    {
        JsonElement detail = await ShowEntry(project, batch, entry, cancel);
        try
        {
            return detail.Deserialize<T>(JsonOptions)!;
        }
        catch (JsonException)
        {
            throw OverreadProblemException.Odd(
                200,
                new Uri(Server, $"api/projects/{project}/batches/{batch}/entries/{entry}")
            );
        }
    }
}
