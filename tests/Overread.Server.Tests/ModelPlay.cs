using System.Globalization;
using System.Text.Json;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>A project with an approved model that answers four kinds of fields, and what a reader does with it.</summary>
internal static class ModelPlay
{
    public const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    /// <summary>A finding, a choice, a number and a text, each with a policy of its own.</summary>
    public static ProtocolBody Protocol(int readers, params string?[] policies) =>
        new()
        {
            Title = "Test",
            Fields =
            [
                new()
                {
                    Id = "nodule",
                    Title = "Nodule",
                    Kind = FieldKind.Finding,
                    Suggestions = policies.ElementAtOrDefault(0),
                },
                new()
                {
                    Id = "grade",
                    Title = "Grade",
                    Kind = FieldKind.Ordinal,
                    Options =
                    [
                        new() { Id = "low", Title = "Low" },
                        new() { Id = "mid", Title = "Mid" },
                        new() { Id = "high", Title = "High" },
                    ],
                    Suggestions = policies.ElementAtOrDefault(1),
                },
                new()
                {
                    Id = "size",
                    Title = "Size",
                    Kind = FieldKind.Number,
                    Suggestions = policies.ElementAtOrDefault(2),
                },
                new()
                {
                    Id = "note",
                    Title = "Note",
                    Kind = FieldKind.Text,
                    Suggestions = policies.ElementAtOrDefault(3),
                },
            ],
            Guideline = "Look.",
            Policy = TestServer.Policy(readers),
        };

    /// <summary>A project of so many items whose protocol has these policies, without a model yet.</summary>
    public static async Task<string> Project(TestServer server, int items, int readers = 1, params string?[] policies)
    {
        string project = (
            await server.Admin.OpenProject(
                new()
                {
                    Name = "Test",
                    Purpose = "Testing",
                    LegalBasis = "None needed",
                    Template = "",
                }
            )
        ).Id;
        await server.Admin.Publish(project, Protocol(readers, policies));
        await server.References(project, items);
        return project;
    }

    public static ModelForm Form(string name = "net", string version = "1.0") =>
        new()
        {
            Name = name,
            Version = version,
            Sha256 = Hash,
            Card = new()
            {
                Task = "Finds nodules.",
                Fields = ["nodule", "grade", "size", "note"],
                TrainingData = "Public radiographs.",
                Licence = "Apache-2.0",
                Limits = "Children were not among them.",
                IntendedUse = "Trials.",
            },
        };

    /// <summary>Registers a model and approves it for the first protocol version; gives its id.</summary>
    public static async Task<string> Approved(TestServer server, string project, ModelForm? form = null)
    {
        string id = (await server.Admin.RegisterModel(project, form ?? Form())).Model.Id;
        await server.Admin.ApproveModel(project, id, new() { ProtocolVersion = 1, Reason = "Tried on 50 items." });
        return id;
    }

    /// <summary>A line of predictions.</summary>
    public static string Line(string item, string field, object value, double? score = null, string version = "1.0") =>
        JsonSerializer.Serialize(
            new
            {
                item,
                field,
                value,
                score,
                model = "net",
                version,
            }
        ) + "\n";

    public static string Item(int i) => "case-" + i.ToString("0000", CultureInfo.InvariantCulture);

    /// <summary>Answers by a value, as a browser posts it.</summary>
    public static ClientEvent Valued(string id, string field, object? value, string? suggestion = null) =>
        new()
        {
            Id = id,
            At = "2026-01-01T00:00:00.000Z",
            Type = "AnswerGiven",
            Field = field,
            Answer = new()
            {
                State = AnswerState.Present,
                Value = value is null ? null : JsonSerializer.SerializeToElement(value),
            },
            Origin = suggestion is null ? null : "suggestion",
            Suggestion = suggestion,
        };
}
