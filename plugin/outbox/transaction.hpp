// What can be done inside one transaction of the outbox, whatever database is behind it. Both faces
// hand one out; the rules of who may change what are in docs/outbox.md.
//
// Every function may fail with a storage error; the transaction is then rolled back by the face
// that opened it, so callers just return the error. A Transaction lives only inside the call it is
// passed to.
#pragma once

#include "plugin/outbox/database.hpp"
#include "plugin/outbox/tables/changed_ids_table.hpp"
#include "plugin/outbox/tables/connections_table.hpp"
#include "plugin/outbox/tables/custom_read_table.hpp"
#include "plugin/outbox/tables/gradebook_table.hpp"
#include "plugin/outbox/tables/history_table.hpp"
#include "plugin/outbox/tables/jobs_table.hpp"
#include "plugin/outbox/tables/pending_table.hpp"
#include "plugin/outbox/tables/record_queues.hpp"
#include "plugin/outbox/tables/records_table.hpp"
#include "plugin/outbox/tables/settings_table.hpp"
#include "plugin/outbox/tables/sis_table.hpp"
#include "plugin/outbox/tables/sweep_table.hpp"

namespace passback::outbox {

/// All tables at once. The faces open and end the transaction; the tables only read and write in
/// it.
class Transaction : public SettingsTable,
                    public ConnectionsTable,
                    public GradebookTable,
                    public SisTable,
                    public JobsTable,
                    public SweepTable,
                    public CustomReadTable,
                    public ChangedIdsTable,
                    public PendingTable,
                    public RecordsTable,
                    public RecordQueues,
                    public HistoryTable {
 public:
  explicit Transaction(Database& database)
      : SettingsTable(database), ConnectionsTable(database), GradebookTable(database),
        SisTable(database), JobsTable(database), SweepTable(database), CustomReadTable(database),
        ChangedIdsTable(database), PendingTable(database), RecordsTable(database),
        RecordQueues(database), HistoryTable(database) {}
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
};

} // namespace passback::outbox
