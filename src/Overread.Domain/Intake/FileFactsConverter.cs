using System.Text.Json;
using System.Text.Json.Serialization;
using Overread.Domain.Marks;
using Overread.Domain.Modalities;

namespace Overread.Domain.Intake;

/// <summary>
/// Reads the facts of a file in the form of today and in that of earlier builds, in which the content's members stood
/// beside the others; writes that of today.
/// </summary>
internal sealed class FileFactsConverter : JsonConverter<FileFacts>
{
    private sealed record Form(
        string Id,
        string Hash,
        long Size,
        string MediaType,
        FileContent? Content = null,
        string? Thumbnail = null,
        string? Likeness = null
    );

    public override FileFacts Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonElement json = JsonElement.ParseValue(ref reader);
        Form form = json.Deserialize<Form>(options) ?? throw new JsonException("A file has no facts.");
        FileContent content =
            form.Content
            ?? DomainModalities.All.Select(m => m.Former(json)).FirstOrDefault(c => c is not null)
            ?? throw new JsonException($"The content of the file {form.Id} is not stated.");
        return new(form.Id, form.Hash, form.Size, form.MediaType, content)
        {
            Thumbnail = form.Thumbnail,
            Likeness = form.Likeness,
        };
    }

    public override void Write(Utf8JsonWriter writer, FileFacts value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(
            writer,
            new Form(value.Id, value.Hash, value.Size, value.MediaType, value.Content, value.Thumbnail, value.Likeness),
            options
        );
}
