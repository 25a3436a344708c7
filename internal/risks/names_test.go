package risks_test

import "github.com/nfstream/nfstream-go/internal/risks/riskstest"

var nameCases = []riskstest.Case{}
