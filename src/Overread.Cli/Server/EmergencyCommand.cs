using System.CommandLine;
using Overread.Server.Composition;

namespace Overread.Cli.Server;

/// <summary><c>overread emergency</c>: what is left where nobody can sign in any more.</summary>
internal static class EmergencyCommand
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(10);

    public static Command Create() =>
        new("emergency", "What is left where nobody can sign in any more. It is an alarm, and on the record.")
        {
            SignIn(),
        };

    private static Command SignIn()
    {
        Option<string> data = ServeCommand.Data(".overread/data");
        Option<string> email = new("--email")
        {
            Description = "The sign-in of an administrator who can be reached.",
            Required = true,
        };
        Option<string> reason = new("--reason") { Description = "Why. The record keeps it.", Required = true };
        Option<string> by = new("--by") { Description = "Who decides that.", Required = true };
        Option<bool> factor = new("--without-second-factor")
        {
            Description = "Take off the second factor and passkeys too, where they are lost.",
        };
        Command command = new(
            "sign-in",
            "Let an administrator in: gives a password that they change before anything else. Their sessions and tokens end. From there they go on as ever, emergency access to a project included."
        )
        {
            data,
            email,
            reason,
            by,
            factor,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                if (
                    string.IsNullOrWhiteSpace(parsed.GetValue(reason)) || string.IsNullOrWhiteSpace(parsed.GetValue(by))
                )
                {
                    throw new CommandFailedException(
                        "It needs a reason and a name: --reason \"why\" --by \"your name\"."
                    );
                }

                (string password, string note) = EmergencySignIn.Leave(
                    parsed.GetValue(data)!,
                    parsed.GetValue(email)!,
                    parsed.GetValue(by)!,
                    parsed.GetValue(reason)!,
                    parsed.GetValue(factor),
                    new SystemEntropy()
                );
                Console.WriteLine(password);
                for (TimeSpan waited = TimeSpan.Zero; File.Exists(note) && waited < Wait; waited += Step)
                {
                    await Task.Delay(Step, cancel);
                }

                Console.Error.WriteLine(
                    File.Exists(note)
                        ? "No server has taken it yet: it is taken when one starts over this folder. Whether the address is an administrator's, the server's log says then."
                        : "The server has taken it. Tell the password to the administrator; where it does not let them in, the address is no administrator's, and the server's log says so."
                );
                return 0;
            }
        );
        return command;
    }

    private static TimeSpan Step { get; } = TimeSpan.FromMilliseconds(250);
}
