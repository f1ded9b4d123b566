using System.CommandLine;
using Overread.Client.Model;

namespace Overread.Cli.Server;

/// <summary><c>overread accounts</c>: the periodic review of who has an account.</summary>
internal static class AccountsCommand
{
    public static Command Create() =>
        new("accounts", "Look through the accounts of a server, as its administrator.") { Review() };

    private static Command Review()
    {
        Option<string?> note = new("--record")
        {
            Description = "Record that you looked at every account that is listed, with what you found.",
        };
        Command command = new("review", "List the open accounts with their last sign-in, roles and tokens.")
        {
            note,
            ServerOptions.Server,
            ServerOptions.Token,
            ServerOptions.Json,
        };
        command.OnServer(
            async (parsed, client, cancel) =>
            {
                ReviewView view = await client.ShowAccountReview(cancel);
                if (parsed.GetValue(note) is { } found)
                {
                    await client.RecordAccountReview(
                        new() { Accounts = [.. view.Accounts.Select(a => a.Id)], Note = found },
                        cancel
                    );
                    view = await client.ShowAccountReview(cancel);
                }

                parsed.Show(view, Write);
                return view.Due ? 1 : 0;
            }
        );
        return command;
    }

    private static void Write(ReviewView view)
    {
        foreach (ReviewedAccount a in view.Accounts)
        {
            Console.WriteLine(
                $"{a.Email}  {(a.Administrator ? "administrator, " : "")}{(a.SecondFactor ? "second factor, " : "")}last sign-in {a.LastSignIn ?? "never"}, {a.Tokens} tokens, {string.Join("; ", a.Roles.Select(r => $"{r.Key}: {string.Join(" ", r.Value)}"))}"
            );
        }

        Console.WriteLine(
            view.Last is { } last
                ? $"{view.Accounts.Count} accounts. Last looked through by {last.By} at {last.At}{(view.Due ? "; due again" : "")}: {last.Note}"
                : $"{view.Accounts.Count} accounts. Never looked through{(view.Due ? "; due" : "")}."
        );
    }
}
