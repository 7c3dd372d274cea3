using System.CommandLine;
using McpTenants.Api;

namespace McpTenants.Cli;

/// <summary><c>kubectl mcpt certificate NAME|UID</c>: the proof that a deleted tenant is erased.</summary>
internal static class CertificateCommand
{
    public static Command Create()
    {
        var connection = new Connection();
        var output = Output.Option();
        var name = new Argument<string>("tenant") { Description = "name or UID of the deleted tenant" };
        var command = new Command("certificate", "Print the certificate of a tenant's erasure; -o json prints the signed envelope, to keep and to verify offline") { name, output };
        connection.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            using var client = connection.Open(arguments);
            var wanted = arguments.GetRequiredValue(name);
            if (await Tombstones.FindAsync(client, wanted, cancellation) is not { } tombstone)
            {
                Console.Error.WriteLine($"error: no tenant '{wanted}' was deleted here; kubectl get mcptenanttombstones shows all that were");
                return 1;
            }

            if (tombstone.Status?.Certificate is not { } certificate)
            {
                var why = tombstone.Status?.Conditions?.FirstOrDefault(c => c.Type == "Erased")?.Message;
                Console.Error.WriteLine($"error: tenant '{tombstone.Spec.Tenant}' ({tombstone.Spec.TenantUid}) has no certificate, as it is {tombstone.Status?.Phase?.ToString() ?? "not looked at yet"}. {why}");
                return 1;
            }

            if (arguments.GetValue(output) == "json")
                Console.WriteLine(certificate.Envelope);
            else
                CertificateText.Print(ErasureCertificate.Read(Convert.FromBase64String(DsseEnvelope.Read(certificate.Envelope).Payload)), certificate.KeyId);
            return 0;
        });
        return command;
    }
}
