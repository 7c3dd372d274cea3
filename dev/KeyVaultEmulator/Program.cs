using System.CommandLine;
using System.Net;
using KeyVaultEmulator.Hosting;

var settings = new Option<FileInfo>("--settings") { Description = "JSON file with issuers, identities, vaults, rights and secrets.", Required = true };
var authority = new Option<FileInfo>("--authority-out") { Description = "Where to write the certificate authority in PEM.", Required = true };
var address = new Option<string>("--address") { Description = "Address to listen at.", DefaultValueFactory = _ => "127.0.0.1" };
var port = new Option<int>("--port") { Description = "Port to listen on.", DefaultValueFactory = _ => 8443 };
var suffix = new Option<string>("--vault-suffix") { Description = "Vaults answer at https://<name>.<suffix>.", DefaultValueFactory = _ => "vault.localhost" };
var login = new Option<string>("--login-host") { Description = "Host of the directory.", DefaultValueFactory = _ => "login.localhost" };
var command = new RootCommand("A Key Vault and a directory for tests and demonstrations. Everything is in memory.") { settings, authority, address, port, suffix, login };
command.SetAction(async (result, cancellationToken) =>
{
    var options = new EmulatorOptions
    {
        Address = IPAddress.Parse(result.GetValue(address)!),
        Port = result.GetValue(port),
        VaultSuffix = result.GetValue(suffix)!,
        LoginHost = result.GetValue(login)!,
    };
    await using var emulator = await Emulator.StartAsync(options);
    await (await EmulatorSettings.ReadAsync(result.GetValue(settings)!.FullName, cancellationToken)).ApplyAsync(emulator, cancellationToken);
    await File.WriteAllTextAsync(result.GetValue(authority)!.FullName, emulator.Authority, cancellationToken);
    await Console.Out.WriteLineAsync($"Listening on {emulator.Port}");
    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
});
return await command.Parse(args).InvokeAsync();
