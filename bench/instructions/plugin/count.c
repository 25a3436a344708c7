/*
 * A plug-in of QEMU's user-mode emulation that counts how often each block of instructions is executed, but for those
 * of the second thread: in a Go program that is the runtime's watchdog, whose work depends on time. At the end it writes
 * a line for each: the address of the first instruction, how many there are, and how often they ran.
 *
 * QEMU's documentation ("QEMU TCG Plugins") describes the interface; what is used of it is declared here, as Debian does
 * not ship the header.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define EXPORT __attribute__((visibility("default")))
#define NO_REGISTERS 0
#define WATCHDOG 1

struct block;
typedef void (*translated)(uint64_t plugin, struct block *);
typedef void (*ended)(uint64_t plugin, void *data);
typedef void (*executed)(unsigned thread, void *data);

extern void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t plugin, translated);
extern void qemu_plugin_register_atexit_cb(uint64_t plugin, ended, void *data);
extern void qemu_plugin_register_vcpu_tb_exec_cb(struct block *, executed, int registers, void *data);
extern size_t qemu_plugin_tb_n_insns(const struct block *);
extern uint64_t qemu_plugin_tb_vaddr(const struct block *);

EXPORT int qemu_plugin_version = 1;

#define SIZE (1u << 20)
static struct { uint64_t address, length, count; } counters[SIZE];
static FILE *out;

static void ran(unsigned thread, void *counter)
{
	if (thread != WATCHDOG)
		++*(uint64_t *)counter;
}

/* A block is translated anew when its code was thrown away, and then goes on with the same counter. */
static void count(uint64_t plugin, struct block *b)
{
	uint64_t address = qemu_plugin_tb_vaddr(b), length = qemu_plugin_tb_n_insns(b);
	uint32_t i = (uint32_t)((address * 0x9e3779b97f4a7c15u) >> 40) & (SIZE - 1);

	(void)plugin;
	while (counters[i].length != 0 && (counters[i].address != address || counters[i].length != length))
		i = (i + 1) & (SIZE - 1);
	counters[i].address = address;
	counters[i].length = length;
	qemu_plugin_register_vcpu_tb_exec_cb(b, ran, NO_REGISTERS, &counters[i].count);
}

static void report(uint64_t plugin, void *data)
{
	(void)plugin;
	(void)data;
	for (uint32_t i = 0; i < SIZE; i++)
		if (counters[i].count != 0)
			fprintf(out, "%llx %llu %llu\n", (unsigned long long)counters[i].address,
				(unsigned long long)counters[i].length, (unsigned long long)counters[i].count);
	fclose(out);
}

EXPORT int qemu_plugin_install(uint64_t plugin, const void *info, int argc, char **argv)
{
	(void)info;
	for (int i = 0; i < argc; i++)
		if (strncmp(argv[i], "out=", 4) == 0)
			out = fopen(argv[i] + 4, "w");
	if (out == NULL)
		return -1;
	qemu_plugin_register_vcpu_tb_trans_cb(plugin, count);
	qemu_plugin_register_atexit_cb(plugin, report, NULL);
	return 0;
}
