using System.CommandLine;
using k8s;
using k8s.Autorest;
using McpTenants.Cli;
using McpTenants.Cli.Doctor;
using McpTenants.Cli.Isolation;
using McpTenants.Cli.Lifecycle;
using McpTenants.Cli.Show;

var root = new RootCommand("Look at McpTenants and look after them. Install as kubectl-mcpt on PATH, then: kubectl mcpt list")
{
    ListCommand.Create(),
    DescribeCommand.Create(),
    CertificateCommand.Create(),
    VerifyCertificateCommand.Create(),
    WakeCommand.Create(),
    SleepCommand.Create(),
    SuspendCommand.Create(),
    ResumeCommand.Create(),
    ProbeCommand.Create(),
    DoctorCommand.Create(),
};

try
{
    // Errors are reported below, in one line each.
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (HttpOperationException e) when (e.IsNotFound())
{
    return Fail("this cluster does not know McpTenants: install the chart mcp-tenant-operator first");
}
catch (HttpOperationException e)
{
    return Fail(e.Status()?.Message ?? e.Message);
}
catch (Exception e) when (e is CliException or KubeConfigException or HttpRequestException or TimeoutException)
{
    return Fail(e.Message);
}

static int Fail(string message)
{
    Console.Error.WriteLine($"error: {message}");
    return 1;
}
