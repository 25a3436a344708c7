package risks

func sshEvaluators() []evaluator { return []evaluator{} }

func sshDocs() []Doc { return []Doc{} }
